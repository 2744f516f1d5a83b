import { Type } from 'typebox';
import { findDeck } from '../core/decks/deck.store.ts';
import { DomainError } from '../core/domain-error.ts';
import { readSettings } from '../core/settings/tenant-settings.ts';
import { type Content, isAssigned } from '../core/study/assignment.store.ts';
import { isCourse } from '../core/study/course-attempt.store.ts';
import { findLearner } from '../core/study/learner.store.ts';
import type { Database, TenantDb } from '../platform/database/database.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, OneOf, Time } from '../platform/http/shapes.ts';

const DAY_MS = 86_400_000;

/** What signs the links; the surface behind `/play` reads them. */
export interface PlayLinkSigner {
  sign(
    tenantId: string,
    grant: {
      personId: string;
      deckId: string;
      mode: 'study' | 'test';
      assignmentId: string | null;
    },
    expiresAt: Date,
  ): Promise<string>;
}

/** The same for courses. */
export interface CourseLinkSigner {
  issue(
    tenantId: string,
    grant: {
      courseId: string;
      personId: string;
      assignmentId: string | null;
      launchMode: 'Normal';
      frameAncestors: string[];
    },
    expiresAt: Date,
  ): Promise<string>;
}

interface PlayLinkDeps {
  database: Database;
  links: PlayLinkSigner;
  courseLinks: CourseLinkSigner;
  config: { publicUrl: string };
}

/** `/v1/play-links`: a link that lets one person study one deck, or take one course, on the plain web. */
export function playLinkRoutes({ database, links, courseLinks, config }: PlayLinkDeps) {
  return [
    route({
      method: 'post',
      path: '/v1/play-links',
      id: 'createPlayLink',
      tag: 'Study',
      summary:
        'Make a link that lets a person study a published deck, be tested on it, or take a course',
      description: 'With `deckId` and `mode`, or with `courseId`.',
      access: { scope: 'study:write' },
      body: Type.Object(
        {
          personId: Id,
          deckId: Type.Optional(Id),
          courseId: Type.Optional(Id),
          mode: Type.Optional(OneOf(['study', 'test'] as const)),
          assignmentId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 201: Type.Object({ url: Type.String(), expiresAt: Time }) },
      handle: async ({ caller, body }) => {
        const { personId, mode = 'study', assignmentId = null } = body;
        const content = contentOf(body);
        const settings = await database.read(caller.tenantId, async (db) => {
          const [person, , isFitting] = await Promise.all([
            findLearner(db, personId),
            requireContent(db, content),
            !assignmentId || isAssigned(db, { id: assignmentId, personId, ...content }),
          ]);
          if (!person) throw missing('/personId', 'There is no such person.');
          if (!isFitting) {
            throw missing('/assignmentId', 'This person has no such assignment of this.');
          }
          return readSettings(db);
        });
        const expiresAt = new Date(Date.now() + settings.playLinkDays * DAY_MS);
        const place = { personId, assignmentId };
        const path =
          'courseId' in content
            ? await courseLinks.issue(
                caller.tenantId,
                { ...place, ...content, launchMode: 'Normal', frameAncestors: [] },
                expiresAt,
              )
            : `/play/${await links.sign(caller.tenantId, { ...place, ...content, mode }, expiresAt)}`;
        return { status: 201, body: { url: `${config.publicUrl}${path}`, expiresAt } };
      },
    }),
  ];
}

function contentOf({ deckId, courseId }: Partial<Record<'deckId' | 'courseId', string>>): Content {
  if (deckId && !courseId) return { deckId };
  if (courseId && !deckId) return { courseId };
  const detail = 'Name a deck or a course.';
  throw new Problem(422, 'invalid', {
    detail,
    errors: [{ in: 'body', pointer: courseId ? '/courseId' : '/deckId', detail }],
  });
}

/** @throws Problem, DomainError `not_published` */
async function requireContent(db: TenantDb, content: Content): Promise<void> {
  if ('courseId' in content) {
    if (await isCourse(db, content.courseId)) return;
    throw missing('/courseId', 'There is no such course.');
  }
  const deck = await findDeck(db, content.deckId);
  if (!deck) throw missing('/deckId', 'There is no such deck.');
  if (deck.revision === 0) throw new DomainError('not_published', 'Publish the deck first.');
}

function missing(pointer: string, detail: string): Problem {
  return new Problem(422, 'not_found', { detail, errors: [{ in: 'body', pointer, detail }] });
}
