import { expect } from 'chai';
import type { Platform } from '../src/platform.ts';
import { createSandbox } from '../src/sandbox/sandbox.ts';

describe('the sandbox LMS', () => {
  let lms: Platform;
  let course: string;

  beforeEach(async () => {
    lms = await createSandbox();
    course = lms.courses.all()[0]?.id ?? '';
  });
  afterEach(() => lms.close());

  const read = async (path: string) => {
    const answer = await fetch(lms.url + path);
    return { status: answer.status, text: await answer.text() };
  };
  const connect = () =>
    lms.register({
      name: 'Hub',
      loginUrl: 'http://localhost/lti/login',
      redirectUris: ['http://localhost/lti/launch'],
      jwksUrl: 'http://localhost/lti/jwks',
      targetLinkUri: 'http://localhost/lti/launch',
    });

  it('says what to do while nothing is connected and nothing added', async () => {
    expect((await read('/')).text).to.include('No tool is connected yet');
    const { text } = await read(`/courses/${course}`);
    expect(text).to.include('Connect a tool first').and.include('No columns yet');
  });

  it('opens the registration page of a tool with what it needs', async () => {
    const address = encodeURIComponent('http://localhost:1/lti/register?token=t');
    const { text } = await read(`/connect?url=${address}`);
    expect(text).to.match(
      /src="http:\/\/localhost:1\/lti\/register\?token=t&amp;openid_configuration=/,
    );
    expect((await read('/connect?url=javascript:alert(1)')).status).to.equal(400);
  });

  it('sends the login of a link, with a frame that keeps values', async () => {
    const tool = connect();
    const { id } = lms.courses.addLink(course, { title: 'Capitals', url: tool.targetLinkUri });
    const opened = await read(`/courses/${course}/open/${id}?as=ada`);
    expect(opened.text).to.include(`src="/go/${course}/open/${id}?as=ada"`);
    const { text } = await read(`/go/${course}/open/${id}?as=ada`);
    expect(text).to.include(tool.loginUrl).and.include('sandbox_storage');
  });

  it('lets teachers choose content, and nobody else', async () => {
    connect();
    expect((await read(`/go/${course}/add`)).status).to.equal(200);
    expect((await read(`/go/${course}/add?as=ada`)).status).to.equal(404);
  });

  it('shows grades: all to the teacher, their own to students', async () => {
    const { clientId } = connect();
    const { id } = lms.gradebook.addLineItem({
      ...{ courseId: course, clientId, label: 'Quiz', scoreMaximum: 20 },
    });
    lms.gradebook.grade(id, { userId: 'ada', resultScore: 17.123, resultMaximum: 20 });
    expect((await read(`/courses/${course}`)).text)
      .to.include('17.12')
      .and.include('Chen Wei</th>');
    expect((await read(`/courses/${course}?as=ben`)).text).to.not.include('17.12');
  });

  it('has the same ids at each start', async () => {
    const again = await createSandbox();
    expect(again.courses.all()[0]?.id).to.equal(course);
    await again.close();
  });
});
