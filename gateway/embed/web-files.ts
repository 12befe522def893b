import { CieError } from '@cie/kit/errors.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

const isManifest = (value: unknown): value is Manifest => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Built files of the web parts, found by their source's path in the repository. */
export class WebFiles {
  readonly #manifest: Manifest;

  private constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** Reads `<webDir>/assets/manifest.json`, which the build writes. Throws WEB_FILES_MISSING. */
  static read(webDir: string): WebFiles {
    const path = join(webDir, 'assets/manifest.json');
    try {
      const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
      if (isManifest(manifest)) return new WebFiles(manifest);
    } catch (cause) {
      throw new CieError('WEB_FILES_MISSING', `The built web parts are not in ${webDir}. Run npm start, which builds them, or set CIE_WEB_DIR to where they are.`, { cause });
    }
    throw new CieError('WEB_FILES_MISSING', `${path} is not a manifest. Remove the folder and run npm start, which builds it again.`);
  }

  /** File name within /assets/. */
  file(source: string): string {
    return this.#chunk(source).file;
  }

  /** File names of a source and everything it imports at once, for preloading. */
  withImports(source: string, seen = new Set<string>()): readonly string[] {
    if (seen.has(source)) return [];
    seen.add(source);
    const { file, imports = [] } = this.#chunk(source);
    return [file, ...imports.flatMap((each) => this.withImports(each, seen))];
  }

  #chunk(source: string): Chunk {
    const chunk = this.#manifest[source];
    if (chunk === undefined) throw new CieError('WEB_FILES_MISSING', `The web build does not hold ${source}. Build again: npm start.`);
    return chunk;
  }
}
