/** The header that the page sends with each request. A page of another origin cannot without asking, and is refused. */
export const pageHeader = 'x-routewright-console';
