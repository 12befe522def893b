import { describe, expect, it } from 'vitest';
import { cleanFileName, uploadLimit } from './uploads.ts';

describe('abuse case 52: names of files', () => {
  it.each([
    ['letter.pdf', 'application/pdf', 'letter.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['..\\..\\windows\\system32\\cmd.exe', 'application/pdf', 'cmd.exe.pdf'],
    ['..', 'application/pdf', 'document.pdf'],
    ['', 'image/png', 'document.png'],
    ['re\u202Efdp.exe', 'application/pdf', 'refdp.exe.pdf'],
    ['a\u0000b\r\nSet-Cookie: x.pdf', 'application/pdf', 'abSet-Cookie- x.pdf'],
    ['scan.PDF', 'application/pdf', 'scan.pdf'],
    ['holiday.html', 'image/jpeg', 'holiday.html.jpg'],
    ['"quoted"; filename=x.pdf', 'application/pdf', 'quoted-- filename=x.pdf'],
    ['Überweisung Mutter.pdf', 'application/pdf', 'Überweisung Mutter.pdf'],
    ['unknown.docx', 'application/octet-stream', 'unknown.docx'],
  ])('%j of %s becomes %j', (name, type, clean) => expect(cleanFileName(name, type)).toBe(clean));

  it('are 120 characters at the most, ending included', () => {
    expect(cleanFileName(`${'x'.repeat(500)}.pdf`, 'application/pdf')).toMatch(/^x{116}\.pdf$/);
    expect(Array.from(cleanFileName('😀'.repeat(500), 'image/png'))).toHaveLength(120);
  });
});

describe('DOC-2 the largest file', () => {
  it('is 20 MB unless the operator says otherwise', () => {
    expect(uploadLimit({})).toBe(20_000_000);
    expect(uploadLimit({ CIE_UPLOAD_MAX_BYTES: '5000' })).toBe(5000);
    expect(() => uploadLimit({ CIE_UPLOAD_MAX_BYTES: 'all' })).toThrow('CIE_UPLOAD_MAX_BYTES');
  });
});
