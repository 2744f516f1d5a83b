import { PassThrough } from 'node:stream';
import { dispatchFormats, writeDispatchPackage } from '@crosswalk/scorm-export';
import { Type } from 'typebox';
import { getDeck } from '../../core/decks/deck.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import {
  CreateDispatch,
  DispatchLearner,
  DispatchReport,
  DispatchView,
  UpdateDispatch,
} from './dispatch.schema.ts';
import { type CountedDispatch, listDispatches } from './dispatch.store.ts';
import { createDispatch, getDispatch, updateDispatch } from './dispatch.ts';
import type { DispatchTokens } from './dispatch-token.ts';
import { LAUNCH_PATH } from './launch/launch-path.ts';
import { type DispatchResults, listSeated, readResults } from './report.store.ts';

interface DispatchRoutesDeps {
  database: Database;
  dispatchTokens: DispatchTokens;
  config: { publicUrl: string };
}

const tag = 'Dispatch';
const write = { scope: 'exports:write' } as const;
const read = { scope: 'study:read' } as const;
const params = Type.Object({ dispatchId: Id });
const NO_RESULTS: DispatchResults = {
  ...{ learners: 0, launches: 0, completed: 0, passed: 0, failed: 0, meanScore: null },
  ...{ firstLaunchAt: null, lastLaunchAt: null },
};

/** `/v1/dispatches`: decks that other people's learning platforms play without having them. */
export function dispatchRoutes({ database, dispatchTokens, config }: DispatchRoutesDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/dispatches',
      id: 'listDispatches',
      tag,
      summary: 'List dispatches, newest first',
      access: read,
      query: Type.Object(
        { ...PageQuery.properties, deckId: Type.Optional(Id) },
        { additionalProperties: false },
      ),
      answers: { 200: Page(DispatchView) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listDispatches(db, { deckId: query.deckId, ...range })),
        );
        return { status: 200, body: { ...page, data: page.data.map(viewOf) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/dispatches',
      id: 'createDispatch',
      tag,
      summary: 'Let other learning platforms play a published deck',
      description:
        'Its package is a shell that opens the player of this hub: revision, end, seats and hosts can be changed without a new package.',
      access: write,
      body: CreateDispatch,
      answers: { 201: DispatchView },
      handle: async ({ caller, body: input }) => {
        const made = await database.tenant(caller.tenantId, async (db) => {
          const created = await createDispatch(db, { input, createdBy: caller.name });
          await audit(db, {
            actor: caller.name,
            action: 'dispatch.created',
            subject: { type: 'dispatch', id: created.id },
            detail: { deckId: created.deckId },
          });
          return created;
        });
        const headers = { Location: `/v1/dispatches/${made.id}` };
        return { status: 201, body: viewOf(made), version: made.version, headers };
      },
    }),
    route({
      method: 'get',
      path: '/v1/dispatches/{dispatchId}',
      id: 'getDispatch',
      tag,
      summary: 'One dispatch',
      access: read,
      params,
      answers: { 200: DispatchView },
      handle: async ({ caller, params: { dispatchId } }) => {
        const found = await database.read(caller.tenantId, (db) => getDispatch(db, dispatchId));
        return { status: 200, body: viewOf(found), version: found.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/dispatches/{dispatchId}',
      id: 'updateDispatch',
      tag,
      summary: 'Change revision, end, seats or hosts, or switch it on and off',
      access: write,
      params,
      body: UpdateDispatch,
      answers: { 200: DispatchView },
      handle: async ({ caller, params: { dispatchId: id }, body: changes, ifMatch }) => {
        const version = versionOf(ifMatch);
        const changed = await database.tenant(caller.tenantId, async (db) => {
          const updated = await updateDispatch(db, { id, version, changes });
          await audit(db, {
            actor: caller.name,
            action: 'dispatch.updated',
            subject: { type: 'dispatch', id },
            detail: changes,
          });
          return updated;
        });
        return { status: 200, body: viewOf(changed), version: changed.version };
      },
    }),
    route({
      method: 'get',
      path: '/v1/dispatches/{dispatchId}/file',
      id: 'getDispatchFile',
      tag,
      summary: 'The package to upload to a learning platform',
      access: write,
      params,
      query: Type.Object(
        { format: { ...OneOf(dispatchFormats), default: 'scorm12' } },
        { additionalProperties: false },
      ),
      answers: { 200: { file: 'application/zip' } },
      handle: async ({ caller, params: { dispatchId }, query: { format } }) => {
        const { tenantId } = caller;
        const [dispatch, deck] = await database.read(tenantId, async (db) => {
          const found = await getDispatch(db, dispatchId);
          return [found, await getDeck(db, found.deckId)] as const;
        });
        const { id, mode, masteryScore } = dispatch;
        const body = new PassThrough();
        const written = writeDispatchPackage(
          {
            ...{ format, id, mode, title: deck.title, language: deck.language ?? 'en' },
            masteryScore: masteryScore ?? undefined,
            launchUrl: config.publicUrl + LAUNCH_PATH,
            token: await dispatchTokens.sign(tenantId, id),
          },
          body,
        );
        written.catch((error: Error) => body.destroy(error));
        return {
          status: 200,
          body,
          headers: {
            'Content-Type': 'application/zip',
            'Content-Disposition': `attachment; filename="dispatch-${id}-${format}.zip"`,
          },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/dispatches/{dispatchId}/report',
      id: 'getDispatchReport',
      tag,
      summary: 'Who learns with it, by learning platform',
      access: read,
      params,
      answers: { 200: DispatchReport },
      handle: async ({ caller, params: { dispatchId } }) => {
        const [dispatch, rows] = await database.read(caller.tenantId, (db) =>
          Promise.all([getDispatch(db, dispatchId), readResults(db, dispatchId)]),
        );
        const { host: _all, ...all } = rows.find(({ host }) => host === null) ?? {
          ...NO_RESULTS,
          host: null,
        };
        const destinations = rows.filter(({ host }) => host !== null);
        return { status: 200, body: { seats: dispatch.seats, ...all, destinations } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/dispatches/{dispatchId}/learners',
      id: 'listDispatchLearners',
      tag,
      summary: 'Its learners with their best results, in the order in which they came',
      access: read,
      params,
      query: PageQuery,
      answers: { 200: Page(DispatchLearner) },
      handle: async ({ caller, params: { dispatchId }, query }) => {
        const page = await database.read(caller.tenantId, async (db) => {
          await getDispatch(db, dispatchId);
          return pageById(query, async (range) => {
            const seated = await listSeated(db, { dispatchId, ...range });
            return seated.map((learner) => ({ id: learner.personId, ...learner }));
          });
        });
        const data = page.data.map(({ id: _id, ...learner }) => learner);
        return { status: 200, body: { ...page, data } };
      },
    }),
  ];
}

function viewOf({ pinnedRevision, isPlayable: _, ...dispatch }: CountedDispatch) {
  return { ...dispatch, revision: pinnedRevision ?? ('latest' as const) };
}
