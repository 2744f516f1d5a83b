import { Type } from 'typebox';
import { findDeck } from '../core/decks/deck.store.ts';
import { DomainError } from '../core/domain-error.ts';
import { readSettings } from '../core/settings/tenant-settings.ts';
import { isAssigned } from '../core/study/assignment.store.ts';
import { findLearner } from '../core/study/learner.store.ts';
import type { Database } from '../platform/database/database.ts';
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

interface PlayLinkDeps {
  database: Database;
  links: PlayLinkSigner;
  config: { publicUrl: string };
}

/** `/v1/play-links`: a link that lets one person study one deck on the plain web. */
export function playLinkRoutes({ database, links, config }: PlayLinkDeps) {
  return [
    route({
      method: 'post',
      path: '/v1/play-links',
      id: 'createPlayLink',
      tag: 'Study',
      summary: 'Make a link that lets a person study or be tested on a published deck',
      access: { scope: 'study:write' },
      body: Type.Object(
        {
          personId: Id,
          deckId: Id,
          mode: OneOf(['study', 'test'] as const),
          assignmentId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 201: Type.Object({ url: Type.String(), expiresAt: Time }) },
      handle: async ({ caller, body }) => {
        const { personId, deckId, mode, assignmentId } = body;
        const settings = await database.read(caller.tenantId, async (db) => {
          const [person, deck, isFitting] = await Promise.all([
            findLearner(db, personId),
            findDeck(db, deckId),
            !assignmentId || isAssigned(db, { id: assignmentId, personId, deckId }),
          ]);
          if (!person) throw missing('/personId', 'There is no such person.');
          if (!deck) throw missing('/deckId', 'There is no such deck.');
          if (!isFitting) {
            throw missing('/assignmentId', 'This person has no such assignment of this deck.');
          }
          if (deck.revision === 0)
            throw new DomainError('not_published', 'Publish the deck first.');
          return readSettings(db);
        });
        const expiresAt = new Date(Date.now() + settings.playLinkDays * DAY_MS);
        const token = await links.sign(
          caller.tenantId,
          { personId, deckId, mode, assignmentId: assignmentId ?? null },
          expiresAt,
        );
        return { status: 201, body: { url: `${config.publicUrl}/play/${token}`, expiresAt } };
      },
    }),
  ];
}

function missing(pointer: string, detail: string): Problem {
  return new Problem(422, 'not_found', { detail, errors: [{ in: 'body', pointer, detail }] });
}
