// Every screen of the specifications with its account and an address: citizens C01–C26, desk O01–O20, tasks T1–T9.

import { type APIRequestContext, type Page, expect } from '@playwright/test';
import { CITIZEN, apply } from './dossiers';
import { pdf } from './files';
import { Hands } from './hands';

/** A screen: its number, what title and heading say, where it is. */
export interface Screen {
  id: string;
  /** Found in the document title or in the first heading. */
  title: RegExp;
  address: string;
}

/** The one-stop centre whose screens are looked at. */
export const CENTRE = 'H99.101.04';
/** Sizes of screens that nobody holds in the hand: upright and touched, and on a wall. */
export const KIOSK = { width: 768, height: 1024 };
export const WALL = { width: 1920, height: 1080 };
/** The leaderboard on a wall. */
export const BOARD = '/xep-hang/man-hinh';

/** Waits until the leaderboard on a wall, which reloads itself, has just come: so it stays while somebody looks. */
export async function boardJustCame(request: APIRequestContext): Promise<void> {
  await expect.poll(async () => Number((await request.get(BOARD)).headers()['refresh']), { timeout: 40_000 }).toBeGreaterThan(15);
}

type Place = [id: string, title: RegExp, address: string | ((look: Look) => Promise<string>)];

/** Looks at a page without a browser. */
type Look = (address: string) => Promise<string>;

/** The first link of a page that fits. */
const linked = (address: string, link: RegExp) => async (look: Look): Promise<string> => {
  const found = link.exec(await look(address))?.[1];
  if (!found) throw new Error(`no link ${link} on ${address}`);
  return found.replaceAll('&amp;', '&');
};

const DOSSIER = /href="(\/can-bo\/ho-so\/H99[^"?]*)/;
const queue = (name: string): string => `/can-bo/ho-so?hang=${name}`;

/** Screens without an account. */
const PUBLIC: Place[] = [
  ['C01', /Cấp bản sao trích lục hộ tịch/, '/thu-tuc/2.000635'],
  ['C02', /Đăng nhập/, '/nop/2.000635/dang-nhap'],
  ['C23', /Tra cứu hồ sơ/, '/tra-cuu'],
  ['C24', /Kiểm tra biên nhận, kết quả/, '/kiem-tra'],
  ['C25', /Đặt lịch làm việc/, '/dat-lich'],
  ['C26', /Thủ tục hành chính/, '/thu-tuc'],
  ['C22', /Khảo sát hài lòng/, '/khao-sat'],
  ['C22', /Khảo sát hài lòng/, '/khao-sat/H99.101'],
  ['C22', /Kết quả khảo sát hài lòng/, '/khao-sat/ket-qua'],
  ['T8', /Bảng xếp hạng nhiệm vụ/, '/xep-hang/nhiem-vu'],
];

/** Screens of officials, by account. */
const OFFICIALS: Record<string, Place[]> = {
  'mot.cua': [
    ['O01', /Hôm nay/, '/can-bo'],
    ['O02', /Chờ tiếp nhận/, queue('cho-tiep-nhan')],
    ['O02', /Tiếp nhận nhiều hồ sơ/, '/can-bo/cho-tiep-nhan'],
    ['O03', /Tiếp nhận tại quầy/, '/can-bo/tiep-nhan'],
    ['O04', /Hồ sơ H99/, linked(queue('tra-ket-qua'), DOSSIER)],
    ['O05', /Bàn giao/, '/can-bo/ban-giao'],
    ['O13', /Trả kết quả/, queue('tra-ket-qua')],
    ['O13', /Quét mã trả kết quả/, '/can-bo/tra-ket-qua'],
    ['O15', /Số hóa/, '/can-bo/so-hoa'],
    ['O16', /Gọi số/, '/can-bo/goi-so'],
    ['O17', /Sổ theo dõi hồ sơ/, '/can-bo/so-theo-doi'],
    ['O18', /Kho kết quả/, '/can-bo/kho-ket-qua'],
  ],
  'chuyen.vien': [
    ['O06', /Đang xử lý của tôi/, queue('cua-toi')],
    ['O10', /Xin ý kiến/, '/can-bo/xin-y-kien'],
  ],
  'truong.phong': [['O07', /Phân công/, queue('phan-cong')]],
  'lanh.dao': [
    ['O08', /Duyệt bổ sung, gia hạn/, queue('duyet-bo-sung')],
    ['O09', /Cần xin lỗi/, queue('can-xin-loi')],
    ['O11', /Trình ký/, queue('trinh-ky')],
    ['O19', /Đánh giá/, '/can-bo/danh-gia'],
    ['O19', /Khảo sát hằng quý/, '/can-bo/khao-sat'],
    ['T2', /Nhiệm vụ của đơn vị/, '/can-bo/nhiem-vu?pham-vi=don-vi'],
  ],
  'van.thu': [['O12', /Phát hành/, queue('phat-hanh')]],
  'ke.toan': [
    ['O14', /Thu phí, đối soát/, '/can-bo/thu-phi'],
    ['O14', /Đối soát/, '/can-bo/thu-phi/doi-soat'],
  ],
  'kiem.soat': [
    ['O20', /Danh mục thủ tục/, '/can-bo/thu-tuc'],
    ['O19', /Bộ câu hỏi khảo sát/, '/can-bo/khao-sat/cau-hoi'],
    ['O20', /1\.001193|Đăng ký khai sinh/, '/can-bo/thu-tuc/1.001193'],
    ['O20', /Danh sách lý do/, '/can-bo/thu-tuc/ly-do'],
  ],
  'chu.tich': [
    ['T1', /Nhiệm vụ của tôi/, '/can-bo/nhiem-vu?pham-vi=toi'],
    ['T3', /Giao nhiệm vụ/, '/can-bo/nhiem-vu/giao'],
    ['T4', /NV-2026/, linked('/can-bo/nhiem-vu?pham-vi=toi', /href="(\/can-bo\/nhiem-vu\/NV-[^"?]*)/)],
    ['T5', /Chờ xác nhận/, '/can-bo/nhiem-vu/cho-xac-nhan'],
    ['T6', /Đề nghị gia hạn/, '/can-bo/nhiem-vu/gia-han'],
    ['T7', /Bảng theo dõi nhiệm vụ/, '/can-bo/thong-ke/nhiem-vu/theo-doi'],
    ['T9', /Bản tin/, '/can-bo/ban-tin'],
  ],
};

/** The newest invitation to rate, however many notices came after it. */
async function invitation(look: Look): Promise<string> {
  for (let number = 1; number <= 10; number += 1) {
    const found = /href="(\/danh-gia\/[^"]+)"/.exec(await look(`/thong-bao?trang=${number}`))?.[1];
    if (found) return found;
  }
  throw new Error('no notice invites to rate');
}

/** The page `…/{step}` of the first own dossier that leads to it. */
const ownStep = (step: string) => async (look: Look): Promise<string> => {
  const list = await look('/ho-so-cua-toi');
  for (const [, address] of list.matchAll(/href="(\/ho-so-cua-toi\/[^"/]+)"/g)) {
    if ((await look(address ?? '')).includes(`href="${address}/${step}"`)) return `${address}/${step}`;
  }
  throw new Error(`no own dossier leads to ${step}`);
};

/** A dossier that ended with a result; withdrawn ones stand in the same list. */
const RETURNED = /href="(\/ho-so-cua-toi\/H99[^"]*)"(?:(?!href=).)*?Đã trả kết quả/s;

/** Screens of the citizen of the demo beside those of an application. */
const CITIZENS: Place[] = [
  ['C16', /Hồ sơ của tôi/, '/ho-so-cua-toi'],
  ['C17', /Hồ sơ H99/, linked('/ho-so-cua-toi', /href="(\/ho-so-cua-toi\/H99[^"]*)"/)],
  ['C18', /Bổ sung hồ sơ/, ownStep('bo-sung')],
  ['C18', /Bổ sung hồ sơ/, async (look) => `${await ownStep('bo-sung')(look)}/1`],
  ['C19', /Rút hồ sơ|Hủy hồ sơ đã nộp/, ownStep('rut')],
  ['C20', /Thanh toán|Phí, lệ phí/, async (look) => `${await linked('/ho-so-cua-toi', /href="(\/ho-so-cua-toi\/H99[^"]*)"/)(look)}/thanh-toan`],
  ['C21', /Kết quả/, async (look) => `${await linked('/ho-so-cua-toi', RETURNED)(look)}/ket-qua`],
  ['C22', /Đánh giá mức độ hài lòng/, invitation],
];

/** Pages of an application that has begun, in a procedure with cases. */
const STEPS: [string, RegExp, string][] = [
  ['C03', /Bạn thuộc trường hợp nào\?/, 'truong-hop'],
  ['C04', /Bạn muốn nộp tại đâu\?/, 'co-quan'],
  ['C05', /Bạn nộp cho ai\?/, 'nguoi-nop'],
  ['C06', /\S/, 'thong-tin/1'],
  ['C07', /\S/, 'to-khai/1'],
  ['C08', /\S/, 'giay-to/1'],
  ['C09', /Bạn muốn nhận kết quả thế nào\?/, 'nhan-ket-qua'],
  ['C10', /Nhận thông báo qua/, 'thong-bao'],
  ['C12', /Kiểm tra thông tin trước khi nộp/, 'kiem-tra'],
  ['C13', /Cam đoan và nộp/, 'cam-doan'],
];

/** Everybody whose screens are listed; `null` is nobody. */
export const PEOPLE: (string | null)[] = [null, CITIZEN, ...Object.keys(OFFICIALS)];

/** A page as it comes without a browser: its status and its text, without the marks of the renderer. */
export async function plain(request: APIRequestContext, address: string): Promise<{ status: number; html: string }> {
  const answer = await request.get(address, { headers: { accept: 'text/html' } });
  return { status: answer.status(), html: (await answer.text()).replaceAll('<!>', '') };
}

/** The screens of a person, with addresses that exist now. The citizen begins one application and submits another for it. */
export async function screensOf(who: string | null, page: Page): Promise<Screen[]> {
  const look: Look = async (address) => (await plain(page.request, address)).html;
  const places = who === null ? PUBLIC : who === CITIZEN ? [...(await application(page)), ...CITIZENS] : (OFFICIALS[who] ?? []);
  const screens: Screen[] = [];
  for (const [id, title, address] of places) screens.push({ id, title, address: typeof address === 'string' ? address : await address(look) });
  return screens;
}

/** C03–C15. */
async function application(page: Page): Promise<Place[]> {
  const begun = await page.request.post('/thu-tuc/1.001193/nop', { headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html' } });
  const draft = /^\/nop\/[^/]+/.exec(new URL(begun.url()).pathname)?.[0] ?? '';
  const submitted = await apply(new Hands(page), pdf('màn hình.pdf'));
  return [
    ...STEPS.map(([id, title, step]): Place => [id, title, `${draft}/${step}`]),
    ['C14', /Đã nộp hồ sơ/, `/nop/${submitted}/xong`],
    ['C15', /Biên nhận điện tử/, `/bien-nhan/${submitted}`],
  ];
}
