/** Who is signed in: authorization code with PKCE, renewed by refresh token, kept for this tab only. */
import { signal } from "@preact/signals";
import { ErrorResponse, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { ApiError } from "../api/client";
import type { SignInConfiguration } from "../api/types";

export type SessionPhase = "loading" | "signed-out" | "signed-in" | "failed";

export class Session {
  readonly phase = signal<SessionPhase>("loading");
  readonly person = signal("");
  /** Whether a sign-in of this tab's is kept: until it is looked at, the page is laid out for it. */
  readonly isRemembered = Object.keys(sessionStorage).some((key) => key.startsWith("oidc.user:"));
  /** Why nobody is signed in: their time is up, they were refused for a reason, or all else. */
  readonly problem = signal<"expired" | { refused: string } | { failed: unknown } | null>(null);
  private manager: UserManager | null = null;
  private configuration: SignInConfiguration | null = null;

  constructor(private readonly fetchConfiguration: () => Promise<SignInConfiguration>) {}

  /** Finds out who is signed in; returns the address to go on to after a sign-in, else null. */
  async start(address: URL): Promise<string | null> {
    this.phase.value = "loading";
    try {
      const manager = await this.createManager();
      if (address.pathname !== "/dashboard/callback") {
        await this.restore(manager);
        return null;
      }
      const user = await manager.signinCallback(address.href);
      await this.restore(manager);
      return typeof user?.state === "string" ? user.state : "/dashboard/";
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  async signIn(returnTo: string): Promise<void> {
    try {
      await this.manager?.signinRedirect({ state: returnTo });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Cognito's way out: its own parameters, not those of OpenID Connect. */
  async signOut(): Promise<void> {
    const { manager, configuration } = this;
    if (!manager || !configuration) return;
    await manager.removeUser();
    const query = new URLSearchParams({
      client_id: configuration.client_id,
      logout_uri: new URL("/dashboard/", configuration.redirect_uri).href,
    });
    location.assign(`${configuration.end_session_endpoint}?${query}`);
  }

  /**
   * Calls the API as the one who is signed in; a refused token is renewed once. The API wants to know
   * who it is, so it gets the token that says so.
   */
  async authorized<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = (await this.manager?.getUser())?.id_token;
    try {
      return await call(token ?? "");
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const renewed = await this.manager?.signinSilent().catch(() => null);
      if (!renewed) {
        this.expire();
        throw error;
      }
      return await call(renewed.id_token ?? "");
    }
  }

  private async createManager(): Promise<UserManager> {
    const configuration = await this.fetchConfiguration();
    const store = new WebStorageStateStore({ store: sessionStorage });
    const manager = new UserManager({
      authority: configuration.authority,
      client_id: configuration.client_id,
      redirect_uri: configuration.redirect_uri,
      scope: "openid email profile",
      metadata: {
        issuer: configuration.authority,
        authorization_endpoint: configuration.authorization_endpoint,
        token_endpoint: configuration.token_endpoint,
        end_session_endpoint: configuration.end_session_endpoint,
      },
      userStore: store,
      stateStore: store,
      automaticSilentRenew: true,
      loadUserInfo: false,
      monitorSession: false,
    });
    manager.events.addSilentRenewError(() => {
      void manager.getUser().then((user) => {
        if (!user || user.expired) this.expire();
      });
    });
    this.configuration = configuration;
    this.manager = manager;
    return manager;
  }

  private async restore(manager: UserManager): Promise<void> {
    let user = await manager.getUser();
    if (user?.expired) user = await manager.signinSilent().catch(() => null);
    this.person.value = user?.profile.email ?? user?.profile.name ?? user?.profile.sub ?? "";
    this.phase.value = user ? "signed-in" : "signed-out";
  }

  private expire(): void {
    this.problem.value = "expired";
    this.phase.value = "signed-out";
  }

  private fail(error: unknown): void {
    this.problem.value =
      error instanceof ErrorResponse
        ? { refused: error.error_description ?? error.error ?? "" }
        : { failed: error };
    this.phase.value = "failed";
  }
}
