/** A parsed Anki card template. */
export type TemplateNode = TextNode | FieldNode | SectionNode | MaskNode;

export interface TextNode {
  type: 'text';
  html: string;
}

/** `{{filter:filter:Field}}`; filters in the order in which they are applied. */
export interface FieldNode {
  type: 'field';
  slot: number;
  name: string;
  filters: string[];
}

/** `{{#Field}}...{{/Field}}`, shown when the field has content; `^` when it has none. */
export interface SectionNode {
  type: 'section';
  name: string;
  shownWhen: 'set' | 'empty';
  nodes: TemplateNode[];
}

/** Where Anki's script draws the masks of an image occlusion. */
export interface MaskNode {
  type: 'mask';
  slot: number;
}

export interface Template {
  nodes: TemplateNode[];
  /** What a slot number stands for. */
  slots: (FieldNode | MaskNode)[];
  problems: string[];
}

/** Every field and section name of a template. */
export function* namesIn(nodes: TemplateNode[]): Generator<string> {
  for (const node of nodes) {
    if (node.type === 'field') yield node.name;
    if (node.type === 'section') {
      yield node.name;
      yield* namesIn(node.nodes);
    }
  }
}
