import { randomUUID } from 'node:crypto';

export interface Client {
  id: string;
  iss: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
}

/** The storage interface of @lti-tool/core in memory: the package brings none. */
export function memoryStore() {
  const clients = new Map<string, Client>();
  const deployments = new Map<string, Set<string>>();
  const sessions = new Map<string, { id: string }>();
  const nonces = new Set<string>();
  const registrations = new Map<string, object>();
  return {
    addClient: async (client: Omit<Client, 'id'>) => {
      const id = randomUUID();
      clients.set(id, { ...client, id });
      return id;
    },
    addDeployment: async (id: string, { deploymentId }: { deploymentId: string }) => {
      deployments.set(id, (deployments.get(id) ?? new Set()).add(deploymentId));
      return randomUUID();
    },
    getLaunchConfig: async (iss: string, clientId: string, deploymentId: string) => {
      const client = [...clients.values()].find(
        (known) => known.iss === iss && known.clientId === clientId,
      );
      if (!client || !deployments.get(client.id)?.has(deploymentId)) return undefined;
      const { authUrl, tokenUrl, jwksUrl } = client;
      return { iss, clientId, deploymentId, authUrl, tokenUrl, jwksUrl };
    },
    addSession: async (session: { id: string }) => {
      sessions.set(session.id, session);
      return session.id;
    },
    getSession: async (id: string) => sessions.get(id),
    storeNonce: async (nonce: string) => void nonces.add(nonce),
    validateNonce: async (nonce: string) => nonces.delete(nonce),
    setRegistrationSession: async (id: string, session: object) =>
      void registrations.set(id, session),
    getRegistrationSession: async (id: string) => registrations.get(id),
    deleteRegistrationSession: async (id: string) => void registrations.delete(id),
  };
}
