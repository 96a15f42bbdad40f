// What the page says, in both languages, and the switch between them.

const WORDS = {
  "title": ["Hệ thống quốc gia giả lập", "The national side, simulated"],
  "subtitle": [
    "Cổng điều khiển: dành cho người kiểm thử, không dành cho hệ thống được kiểm thử",
    "Control port: for the referee, not for the system under test",
  ],
  "leave": ["Quên mã", "Forget token"],
  "token": ["Mã truy cập cổng điều khiển", "Token of the control port"],
  "enter": ["Mở", "Open"],
  "token-kept": [
    "Mã chỉ được giữ trong thẻ trình duyệt này, không nằm trong địa chỉ.",
    "The token stays in this browser tab and is never part of the address.",
  ],
  "wrong-token": ["Cổng điều khiển không nhận mã này.", "The control port does not take this token."],
  "systems": ["Các hệ thống", "Systems"],
  "faults": ["Lỗi giả lập", "Faults"],
  "fault": ["Lỗi", "Fault"],
  "operation": ["Thao tác", "Operation"],
  "any": ["* (mọi thao tác)", "* (any)"],
  "times": ["Số lần", "Times"],
  "seconds": ["Số giây", "Seconds"],
  "chance": ["Xác suất", "Chance"],
  "arm": ["Bật lỗi", "Arm"],
  "disarm": ["Tắt", "Disarm"],
  "armed": ["Đang bật", "Armed"],
  "none-armed": ["Không có lỗi nào.", "No fault."],
  "hits": ["đã dùng", "hits"],
  "times-left": ["còn", "left"],
  "spent": ["đã hết", "spent"],
  "exchanges": ["Trao đổi gần đây", "Last exchanges"],
  "only-one": ["chỉ hệ thống đang chọn", "selected system only"],
  "only-wrong": ["chỉ trao đổi có vấn đề", "only with something wrong"],
  "none": ["Chưa có trao đổi nào.", "No exchange yet."],
  "skipped": ["trao đổi cũ hơn không hiển thị; xem nhật ký", "older exchanges not shown; see the journal"],
  "defect-count": ["lỗi đặc tả", "defects"],
  "accounts": ["Tài khoản kiểm thử", "Test accounts"],
  "total": ["trao đổi", "exchanges"],
  "refused": ["bị từ chối", "refused"],
  "unmatched": ["không khớp", "unmatched"],
  "with-behaviour": ["có lỗi giả lập", "with a fault"],
  "with-defects": ["sai đặc tả", "with defects"],
  "mock-errors": ["lỗi của hệ thống giả lập", "errors of the mock"],
  "no-operation": ["không có trong đặc tả", "no operation"],
  "ok": ["chấp nhận", "accepted"],
  "defects": ["Sai đặc tả", "Breaches of the profile"],
  "reason": ["Lý do", "Reason"],
  "behaviour": ["Lỗi giả lập", "Fault"],
  "silence": ["Không trả lời", "No answer"],
  "address": ["Địa chỉ", "Address"],
  "request": ["Yêu cầu", "Request"],
  "response": ["Trả lời", "Answer"],
  "headers": ["Tiêu đề", "Headers"],
  "facts": ["Ghi nhận", "Facts"],
  "live": ["trực tiếp", "live"],
  "out": ["", ""],
  "lost": ["mất kết nối, đang thử lại", "connection lost, trying again"],
};
const LANGUAGES = ["vi", "en"];
let spoken = 0;

export const language = () => LANGUAGES[spoken];

export function word(key) {
  return WORDS[key][spoken];
}

export function speak(wanted) {
  spoken = Math.max(0, LANGUAGES.indexOf(wanted));
  document.documentElement.lang = language();
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  }
}
