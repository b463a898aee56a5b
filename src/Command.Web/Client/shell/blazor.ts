// The parts of Blazor's browser API that we use.

export interface HubConnection {
  invoke(method: string, ...values: unknown[]): Promise<unknown>;
  send(method: string, ...values: unknown[]): Promise<void>;
}

export interface HubConnectionBuilder {
  build(): HubConnection;
}

export interface BlazorApi {
  start(options: {
    circuit: {
      configureSignalR(builder: HubConnectionBuilder): void;
      reconnectionHandler: { onConnectionDown(options: unknown, error?: Error): void; onConnectionUp(): void };
    };
  }): Promise<void>;
  reconnect(): Promise<boolean>;
  resumeCircuit(): Promise<boolean>;
  navigateTo(url: string, options: { forceLoad: boolean; replaceHistoryEntry: boolean }): void;
  addEventListener(type: "enhancedload", listener: () => void): void;
}

declare global {
  interface Window {
    Blazor?: BlazorApi;
  }
}
