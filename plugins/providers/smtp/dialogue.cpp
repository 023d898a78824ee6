#include "plugins/providers/smtp/dialogue.hpp"

#include "plugins/providers/smtp/status_table.hpp"
#include "plugins/providers/smtp/steps.hpp"

namespace herald::smtp {
namespace {

constexpr int kFarewellMs = 2'000;

void take(Dialogue& now, const Answer& answer) {
  switch (now.state.phase) {
    case Phase::Greeting:
      if (answer.code == 220) return say_hello(now);
      return give_up(now, "retry", {"provider_down", std::to_string(answer.code), words_of(answer)});
    case Phase::Hello:
      return take_hello(now, answer);
    case Phase::StartTls:
      return take_start_tls(now, answer);
    case Phase::Auth:
    case Phase::User:
    case Phase::Password:
      return take_auth(now, answer);
    case Phase::Envelope:
      return take_envelope(now, answer);
    case Phase::Data:
      return take_data(now, answer);
    case Phase::Body:
      return take_body(now, answer);
    case Phase::Quit:
      return now.moves.close();
  }
}

/// The connection is of no more use: `code` says why.
void break_off(Dialogue& now, const char* code, const char* text) {
  if (now.state.phase != Phase::Quit)
    now.moves.verdict(now.state.phase == Phase::Body ? "unknown" : "retry", {"provider_down", code, text});
  now.state.phase = Phase::Quit;
  now.moves.close();
}

/// Answers every complete reply; what it consumed.
std::size_t take_all(Dialogue& now, std::string_view bytes) {
  std::size_t consumed = 0;
  while (!now.moves.closed()) {
    const Read read = read_answer(bytes.substr(consumed));
    if (read.kind == Read::Kind::More) return consumed;
    if (read.kind == Read::Kind::Malformed) {
      break_off(now, "bad_reply", "expected an SMTP reply, found something else");
      break;
    }
    consumed += read.size;
    const bool upgrades = now.state.phase == Phase::StartTls;
    take(now, read.answer);
    if (upgrades) return consumed;  // what follows was not protected: the host refuses it
  }
  return bytes.size();
}

void happen(Dialogue& now, const sdk::StreamEvent& event, std::size_t& consumed) {
  switch (event.kind) {
    case sdk::StreamKind::Connected:
      now.state.secure = now.account.tls == Security::Implicit;
      return;
    case sdk::StreamKind::TlsStarted:
      if (now.state.phase != Phase::StartTls) return;
      now.state.secure = true;
      return say_hello(now);
    case sdk::StreamKind::Bytes:
      consumed = take_all(now, event.bytes);
      return;
    case sdk::StreamKind::Closed:
      return break_off(now, "closed", "the server closed the connection");
    case sdk::StreamKind::Timer:
      return now.moves.close();
    default:
      return;
  }
}

}  // namespace

void leave(Dialogue& now) {
  now.state.phase = Phase::Quit;
  now.moves.write("QUIT");
  now.moves.timer(kFarewellMs);
}

void give_up(Dialogue& now, std::string_view kind, const Reason& reason) {
  now.moves.verdict(kind, reason);
  leave(now);
}

void refuse(Dialogue& now, const Answer& answer) {
  const std::string code = answer.status.empty() ? std::to_string(answer.code) : answer.status;
  const std::string text = std::to_string(answer.code) + ' ' + words_of(answer);
  if (answer.severity() < 4) return give_up(now, "retry", {"internal", code, "an unexpected reply: " + text});
  const Meaning meaning = meaning_of(answer);
  give_up(now, meaning.kind, {std::string{meaning.error_class}, code, text});
}

sdk::Reply begin(const sdk::Call& call) {
  Moves moves;
  const Account account = read_account(call.account);
  if (call.op != "send" && call.op != "test_account") {
    moves.verdict("rejected", {"unsupported", "op", "expected send or test_account"});
    return moves.reply("{}", 0);
  }
  if (call.op == "send") {
    if (const auto flaw = flaw_of(read_outbound(call.input, account), account)) {
      moves.verdict("rejected", {flaw->error_class, flaw->code, flaw->text});
      return moves.reply("{}", 0);
    }
  } else if (const auto problems = problems_of(account); !problems.empty()) {
    moves.verdict("rejected", {"config", "account", problems.front().text});
    return moves.reply("{}", 0);
  }
  moves.connect(account);
  return moves.reply(to_json(State{}), 0);
}

sdk::Reply go_on(const sdk::Call& call, const sdk::StreamEvent& event) {
  Moves moves;
  State state = read_state(call.state);
  const Account account = read_account(call.account);
  const Outbound mail = call.op == "send" ? read_outbound(call.input, account) : Outbound{};
  Dialogue now{call, account, mail, state, moves};
  std::size_t consumed = 0;
  happen(now, event, consumed);
  return moves.reply(to_json(state), consumed);
}

}  // namespace herald::smtp
