import { expect } from 'chai';
import { cyclesOf } from './cycles.ts';
import { importsOf } from './imports.ts';
import { violationsOf } from './rules.ts';
import { projectViolations } from './violations.ts';

const importing = (path: string, specifier: string) =>
  violationsOf({ path, text: `import { x } from '${specifier}';\n` });

describe('import boundaries', () => {
  it('hold for the code', () => {
    expect(projectViolations()).to.deep.equal([]);
  });

  const refused: [path: string, specifier: string][] = [
    ['src/platform/log/log.ts', '../../core/study/memory.ts'],
    ['src/platform/log/log.ts', '../../config.ts'],
    ['src/core/study/memory.ts', '../../lti/launch.ts'],
    ['src/core/study/memory.ts', '@crosswalk/scorm-export'],
    ['src/lti/launch.ts', '../scim/user.ts'],
    ['src/lti/launch.ts', '@crosswalk/player/bundle'],
    ['src/lti/launch.ts', '../app.ts'],
    ['packages/player/src/player.ts', '../../../src/core/study/memory.ts'],
    ['packages/player/src/player.ts', '../../scorm-export/src/zip.ts'],
    ['packages/player/src/player.test.ts', '../../../src/core/study/memory.ts'],
    ['bench/import.ts', '../src/importers/detect.ts'],
    ['conformance/lti/launch.test.ts', '../../src/lti/launch.ts'],
    ['conformance/lti/launch.test.ts', '../../packages/player/src/player.ts'],
    ['src/lti/launch.test.ts', '../../conformance/lti/peer.ts'],
    ['src/core/study/memory.ts', 'koa'],
    ['src/platform/jobs/jobs.ts', '@koa/router'],
    ['src/core/study/memory.ts', 'knex'],
    ['src/lti/launch.ts', 'pg'],
    ['src/importers/anki/notes.ts', 'pg'],
  ];
  for (const [path, specifier] of refused) {
    it(`refuse ${specifier} in ${path}`, () => {
      expect(importing(path, specifier)).to.have.lengthOf(1);
    });
  }

  const allowed: [path: string, specifier: string][] = [
    ['src/core/study/memory.ts', '../../platform/log/log.ts'],
    ['src/core/study/memory.ts', '@crosswalk/player/content'],
    ['src/lti/launch.ts', '../core/study/memory.ts'],
    ['src/lti/launch.ts', '@koa/router'],
    ['src/lti/launch.test.ts', '../app.ts'],
    ['src/platform/http/problem.ts', 'koa'],
    ['src/core/study/memory.store.ts', 'knex'],
    ['src/scorm/exports.ts', '@crosswalk/scorm-export'],
    ['src/main.ts', './lti/launch.ts'],
    ['packages/scorm-export/src/zip.ts', '@crosswalk/player/bundle'],
    ['bench/import.ts', '@crosswalk/scorm-export'],
  ];
  for (const [path, specifier] of allowed) {
    it(`allow ${specifier} in ${path}`, () => {
      expect(importing(path, specifier)).to.deep.equal([]);
    });
  }

  it('refuse SQL outside stores', () => {
    const text = 'db.query(`select id from deck where tenant_id = $1`);';
    expect(violationsOf({ path: 'src/core/decks/deck.ts', text })).to.have.lengthOf(1);
    for (const path of ['src/core/decks/deck.store.ts', 'src/importers/anki/notes.ts']) {
      expect(violationsOf({ path, text }), path).to.deep.equal([]);
    }
  });

  it('see every form of import, and none in comments', () => {
    const text = [
      "import type { A } from './a.ts';",
      "import {\n  b,\n  c,\n} from './b.ts';",
      "import './c.ts';",
      "export { d } from './d.ts';",
      "const e = await import('./e.ts');",
      "// import { g } from './g.ts';",
      "/* import { h } from './h.ts'; */",
    ].join('\n');
    const letters = ['a', 'b', 'd', 'c', 'e'];
    expect(importsOf({ path: 'src/lti/x.ts', text })).to.have.members(
      letters.map((name) => `src/lti/${name}.ts`),
    );
  });

  it('hold for worker threads', () => {
    const text = "new Worker(moduleUrl('../scim/sync.worker.ts', import.meta.url));";
    expect(violationsOf({ path: 'src/lti/launch.ts', text })).to.have.lengthOf(1);
  });

  it('find circles, also through a third file', () => {
    const file = (name: string, target: string) => ({
      path: `src/core/${name}.ts`,
      text: `import { x } from './${target}.ts';`,
    });
    const tree = [file('a', 'b'), file('b', 'c')];
    expect(cyclesOf(tree)).to.deep.equal([]);
    expect(cyclesOf([...tree, file('c', 'a')])).to.deep.equal([
      'src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts',
    ]);
  });
});
