import type { Socket } from 'node:net';
import { BerReader, ExtendedRequest, ExtendedResponse, ProtocolOperation } from 'ldapts';
import { DirectoryError } from '../directory-error.ts';

const START_TLS = '1.3.6.1.4.1.1466.20037';
const MESSAGE_ID = 1;
/** Far more than a refusal says. */
const MAX_ANSWER_BYTES = 4_096;

/**
 * Asks for TLS on a plain connection (RFC 4511 4.14) and returns once the server has agreed. Bytes
 * that come with the answer were said in the clear, maybe by somebody in between, and must not count
 * as said under TLS: they end the connection.
 */
export async function negotiateStartTls(socket: Socket, signal: AbortSignal): Promise<void> {
  const answer = readAnswer(socket, signal);
  socket.write(new ExtendedRequest({ messageId: MESSAGE_ID, oid: START_TLS }).write());
  const { status, errorMessage } = await answer;
  if (status !== 0) {
    const reason = errorMessage ? `: ${errorMessage}` : '';
    throw new DirectoryError('tls', `The server refused StartTLS (result ${status}${reason})`);
  }
}

function readAnswer(socket: Socket, signal: AbortSignal): Promise<ExtendedResponse> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (work: () => ExtendedResponse | undefined) => {
      try {
        const response = work();
        if (!response) return;
        stop();
        resolve(response);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const onData = (chunk: Buffer) =>
      settle(() => {
        received = Buffer.concat([received, chunk]);
        return parseAnswer(received);
      });
    const onEnd = () =>
      settle(() => {
        throw new DirectoryError('disconnected', 'The server hung up when it was asked for TLS');
      });
    const onAbort = () =>
      settle(() => {
        throw new DirectoryError('timeout', 'The server did not answer to StartTLS in time');
      });
    const stop = () => {
      socket.pause();
      socket.off('data', onData).off('close', onEnd).off('error', onEnd);
      signal.removeEventListener('abort', onAbort);
    };
    socket.on('data', onData).on('close', onEnd).on('error', onEnd);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

/** Undefined while there is less than a message. */
function parseAnswer(received: Buffer): ExtendedResponse | undefined {
  if (received.length > MAX_ANSWER_BYTES) throw unexpected();
  const reader = new BerReader(received);
  if (reader.readSequence(0x30) === null || reader.remain < reader.length) return undefined;
  if (reader.remain > reader.length) throw unexpected();
  const isOurs = reader.readInt() === MESSAGE_ID;
  if (!isOurs || reader.readSequence() !== ProtocolOperation.LDAP_RES_EXTENSION) throw unexpected();
  const response = new ExtendedResponse({ messageId: MESSAGE_ID });
  response.parse(reader, []);
  return response;
}

const unexpected = () =>
  new DirectoryError('tls', 'The server said more than it may before the connection is encrypted');
