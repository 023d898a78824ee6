#include "sdk/tools/sandbox/desk.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

namespace herald::sandbox {
namespace {

using nlohmann::ordered_json;
using std::chrono::system_clock;

constexpr std::size_t kRemembered = 100'000;
constexpr std::string_view kMessages = "/v1/messages";
constexpr std::string_view kBearer = "Bearer ";

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Action refusal_answer(const Refusal& refusal, std::string_view complaint) {
  std::string extra;
  if (refusal.retry_after == RetryAfter::Seconds) extra = "Retry-After: 1\r\n";
  if (refusal.retry_after == RetryAfter::Date)
    extra = "Retry-After: " + http_date(system_clock::now() + std::chrono::seconds{2}) + "\r\n";
  const ordered_json body{{"error", {{"code", refusal.code}, {"message", complaint}}}};
  return {.answer = write_answer(refusal.status, text_of(body), extra)};
}

/// Absent is empty; anything but a string is no value.
bool take(const ordered_json& from, const char* name, std::string& to) {
  const auto found = from.find(name);
  if (found == from.end() || found->is_null()) return true;
  if (!found->is_string()) return false;
  to = found->get<std::string>();
  return true;
}

std::string event_of(const std::string& id, const std::string& client_ref, std::string_view status) {
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch());
  // One event per message and status: a receipt sent twice carries the same event_id.
  ordered_json event{{"event_id", "evt_" + id.substr(4) + "_" + std::string{status}},
                     {"message_id", id},
                     {"client_ref", client_ref},
                     {"status", status},
                     {"at", now.count()}};
  if (status == "bounced") event["code"] = "invalid_recipient";
  return text_of(event);
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find(' ');
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace

Desk::Desk(std::string token, MessageLog& log)
    : token_{std::move(token)}, log_{log}, run_{static_cast<std::uint32_t>(std::random_device{}())} {}

Action Desk::handle(const Request& request) {
  const bool one = request.path.starts_with("/v1/messages/");
  if (request.path != kMessages && !one) return refusal_answer({404, "not_found"}, "no such path");
  if (request.method != (one ? "GET" : "POST"))
    return refusal_answer({405, "method_not_allowed"}, one ? "expected GET" : "expected POST");
  if (!one) return submit(request);
  if (request.header("Authorization") != std::string{kBearer} + token_)
    return refusal_answer({401, "unauthorized"}, "the bearer token is not the one given with --token");
  return look_up(request.path.substr(kMessages.size() + 1));
}

Desk::Submission Desk::read(const Request& request) const {
  Submission out;
  const auto wrong = [&out](int status, std::string_view code, std::string_view complaint) {
    if (out.refusal.status != 0) return;
    out.refusal = {status, code};
    out.complaint = complaint;
  };
  if (request.header("Authorization") != std::string{kBearer} + token_)
    wrong(401, "unauthorized", "the bearer token is not the one given with --token");
  if (!request.header("Content-Type").starts_with("application/json"))
    wrong(400, "invalid_request", "expected Content-Type: application/json");
  const auto body = ordered_json::parse(request.body, nullptr, false);
  if (!body.is_object()) {
    wrong(400, "invalid_request", "expected a JSON object");
    return out;
  }
  std::string from;
  std::string type;
  const bool strings = take(body, "to", out.to) & take(body, "text", out.text) & take(body, "from", from) &
                       take(body, "type", type) & take(body, "client_ref", out.client_ref) &
                       take(body, "message_ref", out.message_ref) &
                       take(body, "callback_url", out.callback_url);
  if (!strings) wrong(400, "invalid_request", "every field is a string");
  if (out.to.empty()) wrong(400, "invalid_recipient", "expected a recipient in \"to\"");
  if (out.text.empty()) wrong(400, "invalid_text", "expected some \"text\"");
  if (!type.empty() && type != "TEXT") wrong(400, "unsupported_type", "expected \"type\" to be TEXT");
  if (out.message_ref.empty()) out.message_ref = out.client_ref;
  return out;
}

Action Desk::submit(const Request& request) {
  const Submission submission = read(request);
  const Personality& personality = personality_of(submission.to);
  const bool readable = submission.refusal.status == 0;
  const Refusal refusal = readable ? due_refusal(submission, personality) : submission.refusal;
  Action action;
  LogEntry entry{.to = submission.to,
                 .text = submission.text,
                 .client_ref = submission.client_ref,
                 .message_ref = submission.message_ref,
                 .personality = personality.name,
                 .outcome = "not_delivered"};
  const std::string at = rfc3339(system_clock::now());
  std::string id;
  entry.at = at;
  if (refusal.status != 0) {
    action = refusal_answer(refusal, readable ? personality.meaning : submission.complaint);
    entry.answer = refusal.status;
  } else if (personality.reply == Reply::Closed) {
    action.then = Action::Then::Close;
  } else {
    action = deliver(submission, personality);
    id = order_.back();
    entry.id = id;
    entry.outcome = personality.receipts == "bounced" ? "bounced" : "delivered";
    entry.answer = personality.reply == Reply::Silent ? 0 : 201;
  }
  log_.append(entry);
  return action;
}

Refusal Desk::due_refusal(const Submission& submission, const Personality& personality) {
  if (personality.refusals == 0) return {};
  if (personality.reply == Reply::Rejected) return personality.refusal;
  if (refused_.size() >= kRemembered) refused_.clear();
  int& so_far = refused_[submission.message_ref];
  return so_far++ < personality.refusals ? personality.refusal : Refusal{};
}

Action Desk::deliver(const Submission& submission, const Personality& personality) {
  Action action{.delay = personality.delay};
  const std::string id = next_id();
  const auto receipts = words(personality.receipts);
  for (const auto status : submission.callback_url.empty() ? decltype(receipts){} : receipts) {
    std::string event = event_of(id, submission.client_ref, status);
    if (personality.receipts_apart || action.callbacks.empty())
      action.callbacks.push_back({submission.callback_url, std::move(event), personality.receipts_apart});
    else
      action.callbacks.front().events.append(",").append(event);
  }
  remember(id, submission, receipts.empty() ? "queued" : receipts.back());
  if (personality.reply == Reply::Silent)
    action.then = Action::Then::Hold;
  else if (personality.reply == Reply::Garbled)
    action.answer = write_answer(201, "<html>accepted</html>", "");
  else
    action.answer = write_answer(201, text_of({{"id", id}, {"status", "queued"}}), "");
  return action;
}

void Desk::remember(const std::string& id, const Submission& submission, std::string_view status) {
  if (order_.size() >= kRemembered) {
    known_.erase(order_.front());
    order_.pop_front();
  }
  order_.push_back(id);
  known_[id] = text_of({{"id", id},
                        {"to", submission.to},
                        {"client_ref", submission.client_ref},
                        {"message_ref", submission.message_ref},
                        {"status", status}});
}

Action Desk::look_up(std::string_view id) const {
  const auto found = known_.find(std::string{id});
  if (found == known_.end()) return refusal_answer({404, "not_found"}, "no such message");
  return {.answer = write_answer(200, found->second, "")};
}

std::string Desk::next_id() {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "sbx_%08x%08x", run_, ++count_);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace herald::sandbox
