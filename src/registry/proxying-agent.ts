import type { ClientRequest } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Environment } from '../settings/environment';
import { findProxy } from './proxy';

/** An agent for HTTPS that goes through the proxy which the environment names for each host. */
export class ProxyingAgent extends Agent {
  private readonly direct: HttpsAgent;

  constructor(
    private readonly agentOptions: AgentOptions,
    private readonly env: Environment,
  ) {
    super(agentOptions);
    this.direct = new HttpsAgent(agentOptions);
  }

  override connect(_request: ClientRequest, { host, port }: AgentConnectOpts): HttpsAgent {
    const proxy = findProxy(new URL(`https://${host}:${port}`), this.env);
    return proxy === undefined ? this.direct : new HttpsProxyAgent(proxy, this.agentOptions);
  }
}
