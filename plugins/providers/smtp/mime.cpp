#include "plugins/providers/smtp/mime.hpp"

#include "plugins/providers/smtp/encode.hpp"

namespace herald::smtp {
namespace {

void add_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

std::string party_text(const Mailbox& party, std::size_t used) {
  if (party.name.empty()) return party.email;
  return display_name(party.name, used) + "\r\n <" + party.email + '>';
}

void add_parties(std::string& out, std::string_view name, const std::vector<Mailbox>& parties) {
  if (parties.empty()) return;
  std::string value;
  for (const Mailbox& party : parties) {
    if (!value.empty()) value += ",\r\n ";
    value += party_text(party, value.empty() ? name.size() + 2 : 1);
  }
  add_field(out, name, value);
}

bool goes_as_eight_bit(std::string_view text, Transfer transfer) {
  return is_wide(text) && transfer == Transfer::EightBit && has_plain_lines(text);
}

/// One text with its own header fields.
void add_part(Mail& mail, std::string_view type, std::string_view text, Transfer transfer) {
  mail.bytes.append("Content-Type: ").append(type).append("; charset=utf-8\r\n");
  const bool eight = goes_as_eight_bit(text, transfer);
  if (eight || (!is_wide(text) && has_plain_lines(text))) {
    if (eight) mail.transfer = Transfer::EightBit;
    add_field(mail.bytes, "Content-Transfer-Encoding", eight ? "8bit" : "7bit");
    mail.bytes.append("\r\n").append(with_crlf(text));
    return;
  }
  add_field(mail.bytes, "Content-Transfer-Encoding", "quoted-printable");
  mail.bytes.append("\r\n").append(quoted_printable(text));
}

bool needs_eight_bit(const Outbound& what, Transfer transfer) {
  return goes_as_eight_bit(what.text, transfer) || goes_as_eight_bit(what.html, transfer);
}

/// The field that opens a multipart with its boundary, and the mark of RFC 2045 §6.4.
void open_multipart(Mail& mail, const std::string& kind, const std::string& boundary, bool eight_bit) {
  add_field(mail.bytes, "Content-Type", "multipart/" + kind + ";\r\n boundary=\"" + boundary + '"');
  if (eight_bit) add_field(mail.bytes, "Content-Transfer-Encoding", "8bit");
}

void add_texts(Mail& mail, const Outbound& what, Transfer transfer) {
  if (what.html.empty()) return add_part(mail, "text/plain", what.text, transfer);
  if (what.text.empty()) return add_part(mail, "text/html", what.html, transfer);
  const std::string boundary = "=_" + what.attempt_ref + "_alternative";
  open_multipart(mail, "alternative", boundary, needs_eight_bit(what, transfer));
  mail.bytes.append("\r\n--").append(boundary).append("\r\n");
  add_part(mail, "text/plain", what.text, transfer);
  mail.bytes.append("\r\n--").append(boundary).append("\r\n");
  add_part(mail, "text/html", what.html, transfer);
  mail.bytes.append("\r\n--").append(boundary).append("--");
}

bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "!#$&^_.+-") == std::string_view::npos;
}

/// A type without parameters; what must not be encoded (RFC 2046 §5) goes as bytes of no known kind.
std::string type_of(const File& file) {
  std::string type = file.content_type.substr(0, file.content_type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  const std::size_t slash = type.find('/');
  const bool sound = slash != std::string::npos && type.size() <= 60 && is_token(type.substr(0, slash)) &&
                     is_token(type.substr(slash + 1));
  const bool composite = type.starts_with("multipart/") || type.starts_with("message/");
  return sound && !composite ? type : "application/octet-stream";
}

void add_file(Mail& mail, const File& file) {
  add_field(mail.bytes, "Content-Type", type_of(file));
  add_field(mail.bytes, "Content-Transfer-Encoding", "base64");
  add_field(mail.bytes, "Content-Disposition",
            "attachment" + parameter("filename", file.name.empty() ? "attachment" : file.name));
  mail.bytes.append("\r\n");
  mail.files.push_back({mail.bytes.size(), file.blob, file.size});
}

void add_body(Mail& mail, const Outbound& what, Transfer transfer) {
  if (what.files.empty()) return add_texts(mail, what, transfer);
  const std::string boundary = "=_" + what.attempt_ref + "_mixed";
  open_multipart(mail, "mixed", boundary, needs_eight_bit(what, transfer));
  if (!what.text.empty() || !what.html.empty()) {
    mail.bytes.append("\r\n--").append(boundary).append("\r\n");
    add_texts(mail, what, transfer);
  }
  for (const File& file : what.files) {
    mail.bytes.append("\r\n--").append(boundary).append("\r\n");
    add_file(mail, file);
  }
  mail.bytes.append("\r\n--").append(boundary).append("--");
}

}  // namespace

std::string message_id(const Outbound& mail) {
  return '<' + mail.attempt_ref + '@' + domain_of(mail.from.email) + '>';
}

Mail compose(const Outbound& what, Transfer transfer) {
  Mail mail;
  std::string& out = mail.bytes;
  add_field(out, "Date", date_text(what.now_ms));
  add_field(out, "Message-ID", message_id(what));
  add_parties(out, "From", {what.from});
  add_parties(out, "To", {what.to});
  add_parties(out, "Cc", what.cc);
  add_parties(out, "Reply-To", what.reply_to);
  if (!what.subject.empty()) add_field(out, "Subject", header_text(what.subject, 9));
  for (const auto& [name, value] : what.headers) add_field(out, name, header_text(value, name.size() + 2));
  add_field(out, "MIME-Version", "1.0");
  add_body(mail, what, transfer);
  while (mail.bytes.ends_with("\r\n")) mail.bytes.resize(mail.bytes.size() - 2);
  return mail;
}

std::int64_t size_of(const Mail& mail) {
  constexpr std::int64_t kLine = 76;
  auto size = static_cast<std::int64_t>(mail.bytes.size());
  for (const FilePlace& file : mail.files) {
    const std::int64_t letters = (file.size + 2) / 3 * 4;
    size += letters + (letters > 0 ? (letters - 1) / kLine * 2 : 0);
  }
  return size;
}

}  // namespace herald::smtp
