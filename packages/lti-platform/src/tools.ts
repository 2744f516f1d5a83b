import type { Random } from './random.ts';

/** A tool as an administrator enters it. */
export interface ToolRegistration {
  name: string;
  loginUrl: string;
  /** Compared character by character. */
  redirectUris: readonly string[];
  jwksUrl: string;
  targetLinkUri: string;
  deepLinkUri?: string;
  /** Default: all. */
  scopes?: readonly string[];
  /** How many deployments; default 1. */
  deployments?: number;
}

export interface Tool extends Required<Omit<ToolRegistration, 'deployments'>> {
  clientId: string;
  deploymentIds: string[];
}

export interface Tools {
  add(registration: ToolRegistration): Tool;
  get(clientId: string): Tool | undefined;
  all(): Tool[];
  remove(clientId: string): void;
}

export function createTools(options: {
  random: Random;
  deploymentId: 'short' | 'long';
  scopes: readonly string[];
}): Tools {
  const { random } = options;
  const tools = new Map<string, Tool>();
  let deployments = 0;
  const newDeploymentId = () => {
    deployments += 1;
    return options.deploymentId === 'short' ? String(deployments) : random.text(24);
  };
  return {
    add: ({ deployments: count = 1, ...registration }) => {
      const tool: Tool = {
        deepLinkUri: registration.targetLinkUri,
        scopes: options.scopes,
        ...registration,
        clientId: random.text(20),
        deploymentIds: Array.from({ length: count }, newDeploymentId),
      };
      tools.set(tool.clientId, tool);
      return tool;
    },
    get: (clientId) => tools.get(clientId),
    all: () => [...tools.values()],
    remove: (clientId) => void tools.delete(clientId),
  };
}
