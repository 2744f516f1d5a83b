import { withClient } from './connect.ts';
import { everyPage } from './every-page.ts';
import { exitCodes, type Output } from './output.ts';

interface CourseRow {
  id: string;
  kind: string;
  title: string;
}

/** `hub courses`: every imported course with its id. */
export async function listCoursesCommand(out: Output): Promise<number> {
  return withClient(async (client) => {
    const courses = await everyPage<CourseRow>(client, '/v1/courses?limit=200');
    const lines = courses.map(({ id, kind, title }) => `${id}  ${kind.padEnd(9)}  ${title}`);
    out.result(
      courses,
      lines.length > 0 ? lines : ['No courses yet. Bring one in: hub import course.zip'],
    );
    return exitCodes.done;
  });
}
