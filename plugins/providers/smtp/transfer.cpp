#include <algorithm>

#include "plugins/providers/smtp/encode.hpp"
#include "plugins/providers/smtp/mime.hpp"
#include "plugins/providers/smtp/status_table.hpp"
#include "plugins/providers/smtp/steps.hpp"

namespace herald::smtp {
namespace {

constexpr std::size_t kLongestEnvelopeId = 100;  // RFC 3461 §4.4
constexpr int kPatientAttempts = 2;              ///< that wait for copies which the server refuses for now

Mail composed(const Dialogue& now) {
  return compose(now.mail, now.state.can.eight_bit ? Transfer::EightBit : Transfer::SevenBit);
}

std::string mail_command(const Dialogue& now, const Mail& mail) {
  std::string line = "MAIL FROM:<" + return_path_of(now.mail, now.account) + '>';
  if (now.state.can.size_known) line += " SIZE=" + std::to_string(size_of(mail) + 2);
  if (mail.transfer == Transfer::EightBit) line += " BODY=8BITMIME";
  if (needs_utf8(now.mail, now.account)) line += " SMTPUTF8";
  const std::string envelope = xtext(now.mail.attempt_ref);
  if (now.state.can.dsn && !envelope.empty() && envelope.size() <= kLongestEnvelopeId)
    line += " RET=HDRS ENVID=" + envelope;
  return line;
}

std::string rcpt_command(const Dialogue& now, std::size_t recipient) {
  const std::string address = recipients_of(now.mail)[recipient];
  std::string line = "RCPT TO:<" + address + '>';
  if (!now.state.can.dsn) return line;
  if (now.account.reports == DeliveryReports::OfAll) line += " NOTIFY=SUCCESS,FAILURE";
  if (!is_wide(address)) line += " ORCPT=rfc822;" + xtext(address);
  return line;
}

std::string number_of(const Refusal& refusal) {
  return std::to_string(refusal.code) + (refusal.status.empty() ? "" : ' ' + refusal.status);
}

std::string with_refusals(const Dialogue& now, std::string detail) {
  const auto& refused = now.state.refused;
  if (refused.empty()) return detail;
  const std::string count = std::to_string(refused.size()) + " of " +
                            std::to_string(recipients_of(now.mail).size()) + " recipients refused (" +
                            number_of(refused.front()) + "); ";
  return count + detail;
}

/// All replies to the envelope are here.
void enveloped(Dialogue& now) {
  now.state.phase = Phase::Data;
  now.moves.write("DATA");
}

/// Whether the refusal of a recipient ends the message: the addressee's always, a copy's while it may pass.
bool is_fatal(const Dialogue& now, std::size_t recipient, const Answer& answer) {
  if (recipient == 0 || answer.code == 421) return true;
  return answer.severity() == 4 && now.mail.attempt_no <= kPatientAttempts;
}

}  // namespace

void begin_envelope(Dialogue& now) {
  const Mail mail = composed(now);
  const Capabilities& can = now.state.can;
  if (needs_utf8(now.mail, now.account) && !can.utf8)
    return give_up(now, "rejected",
                   {"unsupported", "smtputf8", "expected ASCII addresses, the server has no SMTPUTF8"});
  if (can.size > 0 && size_of(mail) + 2 > can.size)
    return give_up(now, "rejected",
                   {"content_rejected", "too_large",
                    "expected at most " + std::to_string(can.size) + " bytes, found " +
                        std::to_string(size_of(mail) + 2)});
  now.state.phase = Phase::Envelope;
  now.state.answered = 0;
  std::string lines = mail_command(now, mail) + "\r\n";
  if (can.pipelining)
    for (std::size_t i = 0; i < recipients_of(now.mail).size(); ++i) lines += rcpt_command(now, i) + "\r\n";
  now.moves.write_bytes(lines);
}

void take_envelope(Dialogue& now, const Answer& answer) {
  const std::size_t recipients = recipients_of(now.mail).size();
  const std::size_t place = now.state.answered++;  // 0: MAIL
  if (answer.severity() != 2) {
    if (place == 0 || is_fatal(now, place - 1, answer)) return refuse(now, answer);
    now.state.refused.push_back({place - 1, answer.code, answer.status});
  }
  if (now.state.answered == recipients + 1) return enveloped(now);
  if (!now.state.can.pipelining) now.moves.write(rcpt_command(now, now.state.answered - 1));
}

void take_data(Dialogue& now, const Answer& answer) {
  if (answer.code != 354) return refuse(now, answer);
  now.state.phase = Phase::Body;
  now.moves.write_mail(composed(now));
  now.moves.commit();
  now.moves.write_bytes("\r\n.\r\n");
}

void take_body(Dialogue& now, const Answer& answer) {
  if (answer.severity() == 2) {
    now.moves.accepted(message_id(now.mail), with_refusals(now, words_of(answer)));
    return leave(now);
  }
  if (answer.severity() == 3)
    return give_up(now, "unknown",
                   {"internal", std::to_string(answer.code), "an unexpected reply to the end of the text"});
  refuse(now, answer);
}

}  // namespace herald::smtp
