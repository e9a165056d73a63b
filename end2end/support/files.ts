// Small real files to upload; each call makes another content, so that no two share a digest.

import { createHash, randomUUID } from 'node:crypto';

/** A file in memory as Playwright takes it, with its digest. */
export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
  sha256: string;
}

function upload(name: string, mimeType: string, buffer: Buffer): Upload {
  return { name, mimeType, buffer, sha256: createHash('sha256').update(buffer).digest('hex') };
}

/** A valid PDF of one empty page. */
export function pdf(name: string): Upload {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  let body = `%PDF-1.4\n% ${randomUUID()}\n`;
  const offsets = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = body.length;
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  body += `xref\n0 4\n0000000000 65535 f \n${table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return upload(name, 'application/pdf', Buffer.from(body, 'latin1'));
}

/** A web page that calls itself a PDF. */
export function disguised(name: string): Upload {
  return upload(name, 'application/pdf', Buffer.from(`<!DOCTYPE html><script>alert(1)</script>${randomUUID()}`));
}
