// What a backend of the UI is: one call, one stream of change notices, and addresses of pictures.
import type { Calls, Change, Code, MediaId, Problem, Said } from "./types";

export type CallName = keyof Calls;
/** Pixels of width that the picture store serves; 0 is the original. */
export type PictureWidth = 0 | 320 | 640 | 1280;

export interface Backend {
  call<N extends CallName>(name: N, args: Calls[N]["args"]): Promise<Calls[N]["answer"]>;
  /** Returns the function that ends the listening. */
  onChanges(listener: (changes: Change[]) => void): () => void;
  pictureUrl(media: MediaId, width: PictureWidth): string;
}

/** A failure of a call, as the backend tells it. The UI chooses by `code`, never by words. */
export class ApiError extends Error implements Problem {
  readonly code: Code;
  readonly words: string;
  readonly said?: Said;

  /** `ours`: the UI found it, and says it in the spoken language. */
  constructor(
    problem: Problem,
    readonly ours = false,
  ) {
    super(problem.words);
    this.name = "ApiError";
    this.code = problem.code;
    this.words = problem.words;
    this.said = problem.said;
  }

  /** Whatever was thrown, as an `ApiError`. */
  static from(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    if (typeof thrown === "object" && thrown !== null && "code" in thrown && "words" in thrown) {
      return new ApiError(thrown as Problem);
    }
    return new ApiError({ code: "internal", words: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
