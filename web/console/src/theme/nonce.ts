// The content policy lets a style element in only with this answer's nonce. Ant Design carries it where it can
// (ConfigProvider csp), but some of what it stands on makes style elements of its own, to measure scroll bars and to
// hold the page still behind a drawer, without asking. Import this first: every style element made by our own scripts
// gets the nonce; markup that somebody managed to inject still does not, because it is parsed and not created.

/** Vite writes <meta property="csp-nonce" nonce="…">; the server has put this answer's nonce there. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

if (nonce) {
  const create = document.createElement.bind(document);
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
