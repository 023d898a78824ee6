#pragma once
#include <functional>
#include <string>

#include "host/domain/record_ports.hpp"
#include "host/features/sheet.hpp"
#include "host/json/document.hpp"

namespace herald::features {

/// The event or the job's call that a plugin answers. [value]
struct Occasion {
  domain::TenantId tenant{};
  std::string key{};    ///< what idempotency keys of its commands begin with
  std::string cause{};  ///< id of the event or run, for journal and commands
  int depth{1};         ///< of what it leads to
  std::function<std::string()> make_id{};
};

/// What an answer wants to have committed: its checks, writes and commands, by the plugin as actor.
/// Internal/"bad_answer" when they cannot be read. [any thread]
Result<domain::WriteSet> read_consequences(const json::Document& answer, const Sheet& sheet,
                                           const Occasion& occasion);

/// Trouble of the host, of a plugin that is being replaced, or that was not reached behind other calls: it
/// says nothing about what the call was for.
bool passes(const Error& why);

}  // namespace herald::features
