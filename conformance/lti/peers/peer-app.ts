import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A platform as peers register it by hand. */
export interface PlatformDetails {
  name: string;
  issuer: string;
  clientId: string;
  deploymentIds: string[];
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
}

export type Action =
  | { do: 'score'; share: number; comment?: string }
  | { do: 'result' }
  | { do: 'members' }
  | { do: 'choose'; count: number; withLineItem: boolean };

/** What a peer's process tells its driver once it runs. */
export interface PeerUrls {
  login: string;
  launch: string;
  jwks: string;
  register: string;
  control: string;
}

/** A peer behind two calls: register a platform, act in a launch. */
export interface PeerApp {
  urls: Omit<PeerUrls, 'control'>;
  register(platform: PlatformDetails): Promise<void>;
  act(session: string, action: Action): Promise<unknown>;
}

export type ControlRequest = { register: PlatformDetails } | { session: string; action: Action };

/** Listens for the driver, and prints where. Runs until the process is ended. */
export async function runPeer(app: PeerApp): Promise<void> {
  const handle = async (request: ControlRequest): Promise<unknown> =>
    'register' in request
      ? app.register(request.register)
      : app.act(request.session, request.action);
  const server = createServer((request, response) => {
    json(request)
      .then((body) => handle(body as ControlRequest))
      .then(
        (value) => response.end(JSON.stringify({ value: value ?? null })),
        (error) => response.end(JSON.stringify({ error: String(error?.message ?? error) })),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(`ready ${JSON.stringify({ ...app.urls, control })}`);
}
