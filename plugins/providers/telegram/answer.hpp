#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::telegram {

/// The Bot API's envelope. [value]
struct ApiAnswer {
  int status{};  ///< of HTTP
  bool ok{};
  bool readable{};              ///< the body was the envelope
  std::string result{};         ///< JSON, where ok
  std::string description{};    ///< where not
  std::string moved_to{};       ///< parameters.migrate_to_chat_id
  std::int64_t wait_ms{5'000};  ///< parameters.retry_after, else Retry-After, else the sheet's 5 s
};

/// Reads an answer of any method; `ok` needs a 2xx and the envelope's own word. [any thread]
ApiAnswer read_answer(const sdk::HttpResponse& response);

/// What the request was to do: after an unclear failure a delivery may have happened.
enum class Attempted : bool { Reading, Delivery };

/// The verdict on an answer that is not ok; `secrets` never stand in it. [any thread]
sdk::Reply judge_failed(const ApiAnswer& answer, Attempted what, const std::vector<std::string>& secrets);

/// `<chat id>:<message id>`, as message ids are unique within their chat only; empty when one is missing.
/// [any thread]
std::string message_ref(const nlohmann::json& message);

}  // namespace herald::telegram
