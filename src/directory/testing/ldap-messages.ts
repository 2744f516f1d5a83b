import { BerReader, BerWriter, type Filter, FilterParser } from 'ldapts';

/** What clients send, as far as tests answer to it (RFC 4511). */
export type ClientMessage = { id: number; controls: ReceivedControl[] } & (
  | { type: 'bind'; dn: string; password: string }
  | { type: 'unbind' }
  | { type: 'start_tls' }
  | {
      type: 'search';
      base: string;
      scope: number;
      sizeLimit: number;
      filter: Filter;
      attributes: string[];
    }
);

export interface ReceivedControl {
  oid: string;
  critical: boolean;
  value: Buffer | undefined;
}

/** The first whole message; undefined while there is less. */
export function parseMessage(
  received: Buffer,
): { message: ClientMessage; bytes: number } | undefined {
  const reader = new BerReader(received);
  if (reader.readSequence() === null || reader.remain < reader.length) return undefined;
  const bytes = reader.offset + reader.length;
  reader.setBufferSize(bytes);
  const id = reader.readInt() ?? 0;
  const operation = reader.readSequence();
  const end = reader.offset + reader.length;
  const body = bodyOf(reader, operation);
  reader.offset = end;
  return { message: { id, controls: controlsOf(reader, bytes), ...body }, bytes };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function bodyOf(
  reader: BerReader,
  operation: number | null,
): DistributiveOmit<ClientMessage, 'id' | 'controls'> {
  switch (operation) {
    case 0x60:
      reader.readInt();
      return {
        type: 'bind',
        dn: reader.readString() ?? '',
        password: reader.readString(0x80) ?? '',
      };
    case 0x42:
      return { type: 'unbind' };
    case 0x77:
      return { type: 'start_tls' };
    case 0x63: {
      const base = reader.readString() ?? '';
      const scope = reader.readEnumeration() ?? 0;
      reader.readEnumeration();
      const sizeLimit = reader.readInt() ?? 0;
      reader.readInt();
      reader.readBoolean();
      const filter = FilterParser.parse(reader);
      const attributes: string[] = [];
      reader.readSequence();
      const end = reader.offset + reader.length;
      while (reader.offset < end) attributes.push((reader.readString() ?? '').toLowerCase());
      return { type: 'search', base, scope, sizeLimit, filter, attributes };
    }
    default:
      throw new Error(`tests do not know the operation ${operation}`);
  }
}

function controlsOf(reader: BerReader, end: number): ReceivedControl[] {
  const controls: ReceivedControl[] = [];
  if (reader.offset >= end) return controls;
  reader.readSequence(0xa0);
  while (reader.offset < end) {
    reader.readSequence();
    const controlEnd = reader.offset + reader.length;
    const oid = reader.readString() ?? '';
    const critical = reader.peek() === 0x01 ? (reader.readBoolean() ?? false) : false;
    const value =
      reader.offset < controlEnd ? (reader.readString(0x04, true) ?? undefined) : undefined;
    controls.push({ oid, critical, value });
  }
  return controls;
}

const PAGED = '1.2.840.113556.1.4.319';

export function pagedRequest(
  controls: ReceivedControl[],
): { size: number; cookie: string } | undefined {
  const value = controls.find(({ oid }) => oid === PAGED)?.value;
  if (!value) return undefined;
  const reader = new BerReader(value);
  reader.readSequence();
  return { size: reader.readInt() ?? 0, cookie: reader.readString() ?? '' };
}

/** A result (RFC 4511 4.1.9); operation 0x61 of a bind, 0x65 of a search, 0x78 of an extension. */
export function result(
  id: number,
  {
    operation,
    status = 0,
    text = '',
    cookie,
  }: { operation: number; status?: number; text?: string; cookie?: string | undefined },
): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(operation);
  writer.writeEnumeration(status);
  writer.writeString('');
  writer.writeString(text);
  writer.endSequence();
  if (cookie !== undefined) {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(0);
    value.writeString(cookie);
    value.endSequence();
    writer.startSequence(0xa0);
    writer.startSequence();
    writer.writeString(PAGED);
    writer.writeBuffer(value.buffer, 0x04);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}

export function entryMessage(
  id: number,
  dn: string,
  attributes: Record<string, readonly (string | Buffer)[]>,
): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(0x64);
  writer.writeString(dn);
  writer.startSequence();
  for (const [name, values] of Object.entries(attributes)) {
    writer.startSequence();
    writer.writeString(name);
    writer.startSequence(0x31);
    for (const value of values) writer.writeBuffer(Buffer.from(value), 0x04);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

export function referenceMessage(id: number, uri: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(0x73);
  writer.writeString(uri);
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}
