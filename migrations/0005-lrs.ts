import { lrsTables } from '@crosswalk/xapi-lrs/tables';
import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const lrs: Migration = {
  name: '0005-lrs',
  async up(knex) {
    for (const { name, columns, next } of lrsTables) {
      await tenantTable(knex, name, columns);
      if (next) await knex.raw(next);
    }
  },
};
