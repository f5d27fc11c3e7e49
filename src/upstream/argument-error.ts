/** An argument that cannot be made into a part of a request: for the model to mend, so never shown to an operator. */
export class ArgumentError extends Error {
  /** Where: `body.photo.base64`. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'ArgumentError';
    this.path = path;
  }
}
