import type { PlayerContent, PlayerItem } from '@crosswalk/player/content';
import type { Chapter, DeckContent } from '../deck-content.ts';
import type { CourseOptions } from '../export-options.ts';
import { PackageError } from '../package-error.ts';
import { ncName } from '../xml/ncname.ts';
import type { Course, Unit } from './course.ts';
import { pretestContent } from './pretest.ts';

type UnitPlan = Omit<Unit, 'name' | 'page' | 'script'>;

/** Divides a deck into the units of a package. */
export function planCourse(deck: DeckContent, options: CourseOptions): Course {
  const { chapters = [], metadata = {}, ...content } = deck;
  const { structure = 'whole', sequencing = 'free', pretest, rollup = 'all' } = options;
  const { masteryScore, activityBase } = content.options;
  const course = { sequencing, rollup, metadata, masteryScore, activityBase };
  const { id, revision, title, language } = content;
  const named = { id, revision, title, language, ...course };
  if (structure === 'whole') return { ...named, units: [wholeUnit(content)] };
  const units = chapterUnits(content, chapters, sequencing);
  const [first, ...rest] =
    pretest === undefined ? units : [pretestUnit(content, units, pretest), ...units];
  if (!first) {
    throw new PackageError('no-chapters', 'The deck has no chapters with items.');
  }
  const name = (unit: UnitPlan, index: number) => namedUnit(unit, index + 1, rest.length + 1);
  return { ...named, units: [name(first, 0), ...rest.map((unit, i) => name(unit, i + 1))] };
}

function wholeUnit(content: PlayerContent): Unit {
  const { id, title } = content;
  const files = { name: '', page: 'index.html', script: 'content.js' };
  return { ...files, id, title, kind: 'whole', content, weight: 1, objective: undefined };
}

function chapterUnits(
  content: PlayerContent,
  chapters: readonly Chapter[],
  sequencing: Course['sequencing'],
): UnitPlan[] {
  const items = new Map(content.items.map((item) => [item.id, item]));
  const filled = chapters.filter((chapter) => chapter.items.length > 0);
  const all = questionsOf(filled.flatMap((chapter) => itemsOf(chapter, items)));
  return filled.map((chapter) => {
    const own = itemsOf(chapter, items);
    const { id, title } = chapter;
    const gate = sequencing === 'linear' && { completionObjective: ncName('done', id) };
    return {
      id: `${content.id}/${id}`,
      kind: 'chapter',
      title,
      content: { ...withItems(content, own), title, options: { ...content.options, ...gate } },
      weight: questionsOf(own).length / Math.max(all.length, 1),
      objective: { id: ncName('chapter', id), title },
    };
  });
}

function pretestUnit(content: PlayerContent, units: readonly UnitPlan[], count: number): UnitPlan {
  return {
    id: `${content.id}/pretest`,
    kind: 'pretest',
    title: content.title,
    content: pretestContent(content, units, count),
    weight: 0,
    objective: undefined,
  };
}

/** The part of a deck that some items need. */
function withItems(content: PlayerContent, items: PlayerItem[]): PlayerContent {
  const { objectives, ...rest } = content;
  const used = new Set(items.flatMap((item) => item.objectives ?? []));
  const kept = objectives?.filter(({ id }) => used.has(id)) ?? [];
  return { ...rest, items, ...(kept.length > 0 && { objectives: kept }) };
}

/** Numbers have as many digits as the last one, so that files are sorted as they are played. */
function namedUnit(unit: UnitPlan, number: number, count: number): Unit {
  const name = `unit-${String(number).padStart(String(count).length, '0')}`;
  return { ...unit, name, page: `${name}.html`, script: `${name}.js` };
}

function itemsOf(chapter: Chapter, items: ReadonlyMap<string, PlayerItem>): PlayerItem[] {
  return chapter.items.flatMap((id) => items.get(id) ?? []);
}

function questionsOf(items: readonly PlayerItem[]): PlayerItem[] {
  return items.filter(({ kind }) => kind !== 'info');
}
