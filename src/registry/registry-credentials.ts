/** What a registry, or the server that gives out its tokens, is shown. */
export type RegistryCredentials = {
  /** Where they come from, in words that go on after "with": "the credentials in …". Never a part of them. */
  readonly source: string;
} & (
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Good for tokens only, as after a login through a browser. */
  | { readonly kind: 'identity-token'; readonly identityToken: string }
);

/**
 * Finds the credentials for a registry.
 *
 * @param serverKey what docker stores them under: the host, or `https://index.docker.io/v1/` for Docker Hub
 */
export type FindCredentials = (serverKey: string) => Promise<RegistryCredentials | undefined>;
