#include "plugins/providers/smtp/steps.hpp"

namespace herald::smtp {
namespace {

const std::string kNoName = "localhost";

/// Everything by which the password could be read out of a log.
void hide_password(Dialogue& now) {
  const auto& crypto = now.call.crypto();
  const Account& account = now.account;
  now.moves.hide(crypto.base64('\0' + account.user + '\0' + account.password));
  now.moves.hide(crypto.base64(account.password));
}

void authenticate(Dialogue& now) {
  const Account& account = now.account;
  if (!now.state.secure && account.plain_auth == PlainAuth::Refused)
    return give_up(now, "auth_failed", {"auth", "auth_needs_tls", "expected TLS before a password is sent"});
  const bool plain = now.state.can.plain && account.mechanism != "login";
  const bool login = now.state.can.login && account.mechanism != "plain";
  if (!plain && !login)
    return give_up(now, "auth_failed",
                   {"auth", "no_mechanism", "expected AUTH PLAIN or LOGIN, the server offers neither"});
  hide_password(now);
  if (plain) {
    now.state.phase = Phase::Auth;
    return now.moves.write("AUTH PLAIN " +
                           now.call.crypto().base64('\0' + account.user + '\0' + account.password));
  }
  now.state.phase = Phase::User;
  now.moves.write("AUTH LOGIN");
}

/// The opening is over.
void opened(Dialogue& now) {
  if (now.sends()) return begin_envelope(now);
  now.moves.ok();
  leave(now);
}

}  // namespace

void say_hello(Dialogue& now) {
  now.state.phase = Phase::Hello;
  now.moves.write("EHLO " + (now.account.helo.empty() ? kNoName : now.account.helo));
}

void take_hello(Dialogue& now, const Answer& answer) {
  if (answer.severity() == 4) return refuse(now, answer);
  if (answer.severity() != 2)
    return give_up(now, "rejected", {"config", "no_ehlo", "expected a server that knows EHLO"});
  now.state.can = read_capabilities(answer.lines);
  if (now.account.tls == Security::StartTls && !now.state.secure) {
    if (!now.state.can.starttls)
      return give_up(now, "retry", {"config", "no_starttls", "expected STARTTLS, the server offers none"});
    now.state.phase = Phase::StartTls;
    return now.moves.write("STARTTLS");
  }
  if (now.account.user.empty()) return opened(now);
  authenticate(now);
}

void take_start_tls(Dialogue& now, const Answer& answer) {
  if (answer.code != 220)
    return give_up(now, "retry", {"config", std::to_string(answer.code), "STARTTLS: " + words_of(answer)});
  now.state.can = {};  // what was said in the clear counts no more (RFC 3207 §4.2)
  now.moves.start_tls();
}

void take_auth(Dialogue& now, const Answer& answer) {
  if (answer.severity() == 2 && now.state.phase != Phase::User) return opened(now);
  if (answer.code == 334 && now.state.phase == Phase::User) {
    now.state.phase = Phase::Password;
    return now.moves.write(now.call.crypto().base64(now.account.user));
  }
  if (answer.code == 334 && now.state.phase == Phase::Password && now.state.answered == 0) {
    now.state.answered = 1;
    return now.moves.write(now.call.crypto().base64(now.account.password));
  }
  if (answer.severity() == 4) return refuse(now, answer);
  give_up(now, "auth_failed",
          {"auth", answer.status.empty() ? std::to_string(answer.code) : answer.status,
           "AUTH: " + words_of(answer)});
}

}  // namespace herald::smtp
