#include "plugins/providers/sendgrid/mark.hpp"

namespace herald::sendgrid {

bool is_mark(std::string_view name) { return name.starts_with("herald_"); }

Pairs custom_args(const Outbound& message) {
  Pairs out = message.custom_args;
  if (!message.attempt_ref.empty()) out.emplace_back(kAttemptMark, message.attempt_ref);
  if (!message.cc.empty() || !message.bcc.empty()) out.emplace_back(kAddresseeMark, message.to.email);
  return out;
}

}  // namespace herald::sendgrid
