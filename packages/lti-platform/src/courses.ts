import type { Random } from './random.ts';

export interface Person {
  userId: string;
  /** Full URNs. */
  roles: string[];
  givenName: string;
  familyName: string;
  email: string;
  status: 'Active' | 'Inactive' | 'Deleted';
  /** NRPS 2.0 2.3: a status that is not told is "Active". */
  isStatusTold: boolean;
}

export interface Link {
  id: string;
  courseId: string;
  title: string;
  url: string;
  custom: Record<string, string>;
}

export interface Course {
  id: string;
  label: string;
  title: string;
  /** Courses that it was copied from, nearest first. */
  copiedFrom: string[];
  links: Map<string, Link>;
  members: Map<string, Person>;
  /** User ids in the order in which their membership changed, for differences. */
  changes: string[];
}

export interface Courses {
  add(course: { title: string; label?: string; copiedFrom?: string[] }): Course;
  get(id: string): Course | undefined;
  all(): Course[];
  enrol(courseId: string, person: Partial<Person> & Pick<Person, 'userId' | 'roles'>): Person;
  /** `Deleted` from now on. */
  withdraw(courseId: string, userId: string): void;
  addLink(courseId: string, link: Partial<Omit<Link, 'courseId'>> & Pick<Link, 'url'>): Link;
}

export function createCourses(random: Random): Courses {
  const courses = new Map<string, Course>();
  const known = (id: string): Course => {
    const course = courses.get(id);
    if (!course) throw new Error(`There is no course ${id}.`);
    return course;
  };
  return {
    add: ({ title, label = title, copiedFrom = [] }) => {
      const id = random.text(12);
      const course: Course = {
        ...{ id, title, label, copiedFrom, changes: [] },
        links: new Map(),
        members: new Map(),
      };
      courses.set(id, course);
      return course;
    },
    get: (id) => courses.get(id),
    all: () => [...courses.values()],
    enrol: (courseId, given) => {
      const course = known(courseId);
      const number = course.members.size + 1;
      const names = { givenName: `Given${number}`, familyName: `Family${number}` };
      const email = `${given.userId}@school.example`;
      const person: Person = { ...names, email, status: 'Active', isStatusTold: true, ...given };
      course.members.set(person.userId, person);
      course.changes.push(person.userId);
      return person;
    },
    withdraw: (courseId, userId) => {
      const course = known(courseId);
      const person = course.members.get(userId);
      if (!person) throw new Error(`${userId} is not in the course.`);
      person.status = 'Deleted';
      course.changes.push(userId);
    },
    addLink: (courseId, given) => {
      const link: Link = { id: random.text(12), title: 'A link', custom: {}, ...given, courseId };
      known(courseId).links.set(link.id, link);
      return link;
    },
  };
}
