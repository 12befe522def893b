import { define } from '@cie/web-kit/page/define.ts';
import { DocumentFile } from './document-file.ts';

define('cie-document-file', DocumentFile);
