#pragma once
#include <herald/sdk.hpp>
#include <string>

#include "plugins/providers/smtp/account.hpp"
#include "plugins/providers/smtp/answer.hpp"
#include "plugins/providers/smtp/moves.hpp"
#include "plugins/providers/smtp/outbound.hpp"
#include "plugins/providers/smtp/state.hpp"

namespace herald::smtp {

/// One step of a dialogue: what it may read, and what it writes. Lives for one call. [one thread]
struct Dialogue {
  const sdk::Call& call;
  const Account& account;
  const Outbound& mail;  ///< of op send
  State& state;
  Moves& moves;
  [[nodiscard]] bool sends() const { return call.op == "send"; }
};

/// Ends it with a verdict and, in order, QUIT; the connection closes with its reply or after 2 s.
void leave(Dialogue& now);
/// The verdict on a negative reply, then leave().
void refuse(Dialogue& now, const Answer& answer);
/// A verdict of ours, then leave().
void give_up(Dialogue& now, std::string_view kind, const Reason& reason);

// opening.cpp: greeting, EHLO, STARTTLS, AUTH.
void say_hello(Dialogue& now);
void take_hello(Dialogue& now, const Answer& answer);
void take_start_tls(Dialogue& now, const Answer& answer);
void take_auth(Dialogue& now, const Answer& answer);

// transfer.cpp: MAIL, RCPT, DATA and the text.
void begin_envelope(Dialogue& now);
void take_envelope(Dialogue& now, const Answer& answer);
void take_data(Dialogue& now, const Answer& answer);
void take_body(Dialogue& now, const Answer& answer);

}  // namespace herald::smtp
