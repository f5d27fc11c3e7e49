import { basename } from 'node:path';
import { rootNode } from '../../../src/spec/document.ts';
import { loadDocument } from '../../../src/spec/load.ts';
import { type CorpusDocument, hasCorpus, listBundled, listCorpus } from '../../bench/documents.ts';

/** A document that judges hold requests against. */
export interface JudgedDocument {
  readonly name: string;
  readonly file: string;
}

/** There is no document of Stripe in the corpus, so PayPal's is there for a payments API of deep bodies. */
const wanted = {
  github: 'npm-octokit__openapi__generated.api.github.com',
  paypal: 'paypal__paypal-rest-api-specifications__openapi.checkout_orders_v2',
  square: 'square__connect-api-specification__api',
  box: 'box__box-openapi__openapi.openapi',
  'adyen-checkout': 'Adyen__adyen-openapi__CheckoutService-v72',
  'adyen-management': 'Adyen__adyen-openapi__ManagementService-v3',
  twilio: 'twilio__twilio-oai__twilio_api_v2010',
  'twilio-messaging': 'twilio__twilio-oai__twilio_messaging_v1',
  discord: 'discord__discord-api-spec__openapi',
  openai: 'openai__openai-openapi__openapi',
  docker: 'moby__moby__api.swagger',
} as const;

/** The documents to judge by: those of the corpus, or where there is none those that ship with the project. */
export function listJudged(): { readonly documents: JudgedDocument[]; readonly hasCorpus: boolean } {
  if (!hasCorpus) {
    // The samples of 3.1 and 3.2 are made of what the judges do not know yet.
    const known = listBundled().filter(({ file }) => !/3\.[12]/.test(file));
    return { hasCorpus, documents: known.map(({ file }) => ({ name: basename(file), file })) };
  }
  const corpus = new Map<string, CorpusDocument>(listCorpus().map((document) => [document.id, document]));
  return { hasCorpus, documents: Object.entries(wanted).map(([name, id]) => ({ name, file: corpus.get(id)!.file })) };
}

export type Part = Record<string, unknown>;

/** The text of a document as plain data. */
export async function readDocument(file: string): Promise<Part> {
  return rootNode(await loadDocument(file)).value as Part;
}
