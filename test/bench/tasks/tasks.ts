/** Something a person wants of an API, in a person's words. */
export interface Task {
  readonly question: string;
  /** What the question tells, by what an argument for it would be called. */
  readonly given: Readonly<Record<string, string | number>>;
  /** The operations that do it. */
  readonly done: readonly string[];
  /** All pages are wanted; the argument that counts them. */
  readonly pages?: 'page' | 'offset';
}

/** Which organisation of Xero is meant; no question says that of itself. */
const tenant = { xero_tenant_id: 'e1eede29-f875-4a5d-8470-17f6a29a88b1' };

/**
 * Tasks by a word in the name of the document they are for. The questions were written before any search was run on
 * them; afterwards two facts were completed that a model would know, an author and the organisation of Xero. */
export const tasksOf: Readonly<Record<string, readonly Task[]>> = {
  bookshop: [
    { question: 'Which books by Jane Austen do you have?', given: { author: 'Jane Austen' }, done: ['GET /books'] },
    {
      question: 'How many poetry books are there in all pages of the catalog?',
      given: {},
      done: ['GET /books'],
      pages: 'page',
    },
    {
      question: 'What do readers say about book bk_003?',
      given: { bookId: 'bk_003' },
      done: ['GET /books/{bookId}/reviews'],
    },
    { question: 'Cancel my order or_1001', given: { orderId: 'or_1001' }, done: ['POST /orders/{orderId}/cancel'] },
    { question: 'I want to buy two copies of a book', given: {}, done: ['POST /orders'] },
    {
      question: 'Download the invoice for order or_1001',
      given: { orderId: 'or_1001' },
      done: ['GET /orders/{orderId}/invoice'],
    },
  ],
  octokit: [
    {
      question: 'Open an issue in octocat/hello-world',
      given: { owner: 'octocat', repo: 'hello-world' },
      done: ['POST /repos/{owner}/{repo}/issues'],
    },
    {
      question: 'Show all open pull requests of octocat/hello-world',
      given: { owner: 'octocat', repo: 'hello-world' },
      done: ['GET /repos/{owner}/{repo}/pulls'],
      pages: 'page',
    },
    {
      question: 'Merge pull request 12 of octocat/hello-world',
      given: { owner: 'octocat', repo: 'hello-world', pull_number: 12 },
      done: ['PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge'],
    },
    {
      question: 'Which version of octocat/hello-world was released last?',
      given: { owner: 'octocat', repo: 'hello-world' },
      done: ['GET /repos/{owner}/{repo}/releases/latest', 'GET /repos/{owner}/{repo}/releases'],
    },
    {
      question: 'Comment on issue 42 in octocat/hello-world',
      given: { owner: 'octocat', repo: 'hello-world', issue_number: 42 },
      done: ['POST /repos/{owner}/{repo}/issues/{issue_number}/comments'],
    },
    {
      question: 'List everyone who is a member of the organization github',
      given: { org: 'github' },
      done: ['GET /orgs/{org}/members'],
      pages: 'page',
    },
    { question: 'Create a gist', given: {}, done: ['POST /gists'] },
    {
      question: 'Read the file README.md of octocat/hello-world',
      given: { owner: 'octocat', repo: 'hello-world', path: 'README.md' },
      done: ['GET /repos/{owner}/{repo}/contents/{path}', 'GET /repos/{owner}/{repo}/readme'],
    },
  ],
  digitalocean: [
    { question: 'Show me all my droplets', given: {}, done: ['GET /v2/droplets'], pages: 'page' },
    { question: 'Start a new droplet', given: {}, done: ['POST /v2/droplets'] },
    { question: 'Delete droplet 3164444', given: { droplet_id: 3164444 }, done: ['DELETE /v2/droplets/{droplet_id}'] },
    {
      question: 'Add a DNS record to example.com',
      given: { domain_name: 'example.com' },
      done: ['POST /v2/domains/{domain_name}/records'],
    },
    { question: 'What is the balance of my account?', given: {}, done: ['GET /v2/customers/my/balance'] },
    { question: 'Which Kubernetes clusters do I have?', given: {}, done: ['GET /v2/kubernetes/clusters'] },
  ],
  twilio_api: [
    {
      question: 'Send a text message',
      given: { AccountSid: 'AC00000000000000000000000000000000' },
      done: ['POST /2010-04-01/Accounts/{AccountSid}/Messages.json'],
    },
    {
      question: 'How much money is left in the account?',
      given: { AccountSid: 'AC00000000000000000000000000000000' },
      done: ['GET /2010-04-01/Accounts/{AccountSid}/Balance.json'],
    },
    {
      question: 'Call a phone number',
      given: { AccountSid: 'AC00000000000000000000000000000000' },
      done: ['POST /2010-04-01/Accounts/{AccountSid}/Calls.json'],
    },
    {
      question: 'List the messages that were sent',
      given: { AccountSid: 'AC00000000000000000000000000000000' },
      done: ['GET /2010-04-01/Accounts/{AccountSid}/Messages.json'],
    },
    {
      question: 'Buy a new phone number',
      given: { AccountSid: 'AC00000000000000000000000000000000' },
      done: [
        'POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json',
        'POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Local.json',
        'POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Mobile.json',
        'POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/TollFree.json',
      ],
    },
    {
      question: 'Who is waiting in the queue?',
      given: { AccountSid: 'AC00000000000000000000000000000000', QueueSid: 'QU00000000000000000000000000000000' },
      done: ['GET /2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members.json'],
    },
  ],
  spotify: [
    { question: 'Find songs called Yesterday', given: { q: 'Yesterday', type: 'track' }, done: ['GET /search'] },
    { question: 'Pause the music', given: {}, done: ['PUT /me/player/pause'] },
    { question: 'What is playing right now?', given: {}, done: ['GET /me/player/currently-playing', 'GET /me/player'] },
    { question: 'List all of my playlists', given: {}, done: ['GET /me/playlists'], pages: 'offset' },
    {
      question: 'Add a song to playlist 3cEYpjA9oz9GiPac4AsH4n',
      given: { playlist_id: '3cEYpjA9oz9GiPac4AsH4n' },
      done: ['POST /playlists/{playlist_id}/items', 'POST /playlists/{playlist_id}/tracks'],
    },
    {
      question: 'All albums of the artist 0TnOYISbd1XYRBk9myaseg',
      given: { id: '0TnOYISbd1XYRBk9myaseg' },
      done: ['GET /artists/{id}/albums'],
      pages: 'offset',
    },
  ],
  discord: [
    {
      question: 'Post a message in channel 41771983423143937',
      given: { channel_id: '41771983423143937' },
      done: ['POST /channels/{channel_id}/messages'],
    },
    {
      question: 'Read the latest messages of channel 41771983423143937',
      given: { channel_id: '41771983423143937' },
      done: ['GET /channels/{channel_id}/messages'],
    },
    {
      question: 'Ban user 80351110224678912 from guild 41771983423143937',
      given: { guild_id: '41771983423143937', user_id: '80351110224678912' },
      done: ['PUT /guilds/{guild_id}/bans/{user_id}'],
    },
    {
      question: 'Which channels does guild 41771983423143937 have?',
      given: { guild_id: '41771983423143937' },
      done: ['GET /guilds/{guild_id}/channels'],
    },
    {
      question: 'Pin message 5 in channel 41771983423143937',
      given: { channel_id: '41771983423143937', message_id: '5' },
      done: ['PUT /channels/{channel_id}/messages/pins/{message_id}', 'PUT /channels/{channel_id}/pins/{message_id}'],
    },
    {
      question: 'Create a role in guild 41771983423143937',
      given: { guild_id: '41771983423143937' },
      done: ['POST /guilds/{guild_id}/roles'],
    },
  ],
  box__: [
    {
      question: 'What is in folder 0?',
      given: { folder_id: '0' },
      done: ['GET /folders/{folder_id}/items'],
      pages: 'offset',
    },
    { question: 'Create a new folder', given: {}, done: ['POST /folders'] },
    { question: 'Delete file 12345', given: { file_id: '12345' }, done: ['DELETE /files/{file_id}'] },
    { question: 'Search for documents about sales', given: {}, done: ['GET /search'] },
    {
      question: 'Who has access to file 12345?',
      given: { file_id: '12345' },
      done: ['GET /files/{file_id}/collaborations'],
    },
    {
      question: 'Copy file 12345 to another folder',
      given: { file_id: '12345' },
      done: ['POST /files/{file_id}/copy'],
    },
  ],
  notion: [
    { question: 'Find pages by their title', given: {}, done: ['POST /v1/search'] },
    { question: 'Add a comment to a page', given: {}, done: ['POST /v1/comments'] },
    { question: 'Create a new page', given: {}, done: ['POST /v1/pages'] },
    { question: 'Who are the users of this workspace?', given: {}, done: ['GET /v1/users'] },
    {
      question: 'Get page 16d8004e5f6a42a6981151c22ddada12 as markdown',
      given: { page_id: '16d8004e5f6a42a6981151c22ddada12' },
      done: ['GET /v1/pages/{page_id}/markdown'],
    },
  ],
  'kubernetes-client': [
    {
      question: 'Which pods run in the namespace default?',
      given: { namespace: 'default' },
      done: ['GET /api/v1/namespaces/{namespace}/pods'],
    },
    {
      question: 'Show the log of pod web-1 in namespace default',
      given: { namespace: 'default', name: 'web-1' },
      done: ['GET /api/v1/namespaces/{namespace}/pods/{name}/log'],
    },
    { question: 'List the nodes of the cluster', given: {}, done: ['GET /api/v1/nodes'] },
    {
      question: 'Delete the deployment web in namespace default',
      given: { namespace: 'default', name: 'web' },
      done: ['DELETE /apis/apps/v1/namespaces/{namespace}/deployments/{name}'],
    },
    {
      question: 'Create a config map in namespace default',
      given: { namespace: 'default' },
      done: ['POST /api/v1/namespaces/{namespace}/configmaps'],
    },
    { question: 'What namespaces are there?', given: {}, done: ['GET /api/v1/namespaces'] },
  ],
  square: [
    { question: 'List all customers', given: {}, done: ['GET /v2/customers'] },
    { question: 'Cancel booking b1', given: { booking_id: 'b1' }, done: ['POST /v2/bookings/{booking_id}/cancel'] },
    { question: 'Refund a payment', given: {}, done: ['POST /v2/refunds'] },
    { question: 'Which locations does the business have?', given: {}, done: ['GET /v2/locations'] },
    {
      question: 'Publish invoice inv1',
      given: { invoice_id: 'inv1' },
      done: ['POST /v2/invoices/{invoice_id}/publish'],
    },
    { question: 'Create a gift card', given: {}, done: ['POST /v2/gift-cards'] },
  ],
  xero_accounting: [
    { question: 'Show all invoices', given: { ...tenant }, done: ['GET /Invoices'], pages: 'page' },
    {
      question: 'Email invoice 96df0dff-43ec-4899-a7d9-e9d63ef12b19 to the customer',
      given: { ...tenant, InvoiceID: '96df0dff-43ec-4899-a7d9-e9d63ef12b19' },
      done: ['POST /Invoices/{InvoiceID}/Email'],
    },
    {
      question: 'How profitable were we? I need the profit and loss',
      given: { ...tenant },
      done: ['GET /Reports/ProfitAndLoss'],
    },
    { question: 'List all contacts', given: { ...tenant }, done: ['GET /Contacts'], pages: 'page' },
    { question: 'Which tax rates are set up?', given: { ...tenant }, done: ['GET /TaxRates'] },
    { question: 'Create a credit note', given: { ...tenant }, done: ['PUT /CreditNotes', 'POST /CreditNotes'] },
  ],
};
