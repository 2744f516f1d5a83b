import type { ChoiceItem, PlayerItem } from '@crosswalk/player/content';
import { xmlCharacters, xmlLine, xmlTitle } from '../xml/characters.ts';
import { xhtml } from '../xml/xhtml.ts';

/** What is asked: everything but what is only to be read. */
export type Question = Exclude<PlayerItem, { kind: 'info' }>;

export interface ItemPlace {
  identifier: string;
  title: string;
  language: string;
}

const namespace = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
const qtiNamespaces = [
  `xmlns="${namespace}"`,
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  `xsi:schemaLocation="${namespace} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"`,
].join(' ');
const templates = 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates';

/** QTI 3.0, an assessment item; media are one folder up. */
export function qtiItem(item: Question, { identifier, title, language }: ItemPlace): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item ${qtiNamespaces} identifier="${identifier}" title="${text(xmlTitle(title, 200))}" xml:lang="${language}" adaptive="false" time-dependent="false">
${declaration(item)}
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float">
    <qti-default-value><qti-value>0</qti-value></qti-default-value>
  </qti-outcome-declaration>
  <qti-item-body>
    <div>${xhtml(item.front, '../')}</div>
${interaction(item)}
  </qti-item-body>
${processing(item)}</qti-assessment-item>
`;
}

/** Options as QTI names them: identifiers begin with a letter. */
function optionId(index: number): string {
  return `option-${index + 1}`;
}

function declaration(item: Question): string {
  if (item.kind === 'choice') {
    const cardinality = item.multiple ? 'multiple' : 'single';
    const right = item.options.flatMap(({ correct }, i) => (correct ? [optionId(i)] : []));
    return declared(cardinality, 'identifier', correctResponse(right));
  }
  if (item.kind !== 'typed') return declared('single', 'string', '');
  const entries = [...new Set(item.accepted.map((answer) => xmlLine(answer, 1000)))].map(
    (answer) =>
      `      <qti-map-entry map-key="${text(answer)}" mapped-value="1" case-sensitive="false"/>`,
  );
  const mapping = `    <qti-mapping default-value="0">\n${entries.join('\n')}\n    </qti-mapping>\n`;
  return declared('single', 'string', correctResponse(item.accepted.slice(0, 1)) + mapping);
}

function declared(cardinality: string, type: string, content: string): string {
  const start = `  <qti-response-declaration identifier="RESPONSE" cardinality="${cardinality}" base-type="${type}"`;
  return content === '' ? `${start}/>` : `${start}>\n${content}  </qti-response-declaration>`;
}

function correctResponse(values: readonly string[]): string {
  const written = values.map((value) => `<qti-value>${text(value)}</qti-value>`).join('');
  return `    <qti-correct-response>${written}</qti-correct-response>\n`;
}

function interaction(item: Question): string {
  if (item.kind === 'choice') return choices(item);
  if (item.kind === 'typed') {
    return '    <p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>';
  }
  return `    <qti-extended-text-interaction response-identifier="RESPONSE"/>
    <qti-rubric-block use="scoring" view="scorer">
      <qti-content-body><div>${xhtml(item.back, '../')}</div></qti-content-body>
    </qti-rubric-block>`;
}

function choices({ options, multiple }: ChoiceItem): string {
  const list = options.map(
    ({ html }, i) =>
      `      <qti-simple-choice identifier="${optionId(i)}">${xhtml(html, '../')}</qti-simple-choice>`,
  );
  return `    <qti-choice-interaction response-identifier="RESPONSE" max-choices="${multiple ? 0 : 1}">
${list.join('\n')}
    </qti-choice-interaction>`;
}

/** What a learner would judge, somebody has to score. */
function processing({ kind }: Question): string {
  if (kind === 'flashcard' || kind === 'cloze') return '';
  const template = kind === 'choice' ? 'match_correct' : 'map_response';
  return `  <qti-response-processing template="${templates}/${template}.xml"/>\n`;
}

function text(value: string): string {
  return xmlCharacters(value)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
