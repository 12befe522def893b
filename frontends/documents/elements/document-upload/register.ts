import { define } from '@cie/web-kit/page/define.ts';
import { DocumentUpload } from './document-upload.ts';

define('cie-document-upload', DocumentUpload);
