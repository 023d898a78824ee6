#include "plugins/providers/aws_sns/answer.hpp"

#include <algorithm>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/aws_sns/clock.hpp"
#include "plugins/providers/aws_sns/error_table.hpp"
#include "plugins/providers/aws_sns/xml.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestId = 100;  // a UUID by the documents
constexpr std::size_t kLongestCode = 60;
constexpr std::size_t kMostAttributes = 20;

bool success(int status) { return status >= 200 && status < 300; }

bool is_token(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// What an error document says. [value]
struct Said {
  Failure failure{Failure::Unlisted};
  Reason reason{};
};

Said said_in(const sdk::Call& call, const sdk::HttpResponse& response) {
  const std::string number = std::to_string(response.status);
  Said said{.reason = {"http_" + number, "SNS answered " + number + " without an error code"}};
  const auto document = read_xml(response.body);
  const XmlElement* error = document ? find_element(*document, "Error") : nullptr;
  const std::string code = error != nullptr ? child_text(*error, "Code") : std::string{};
  if (!is_token(code, kLongestCode)) return said;
  const std::string text = child_text(*error, "Message");
  const std::string shown = redacted_numbers(text, secrets_of(read_account(call.account)));
  said.failure = failure_of(code, text);
  said.reason = {code, shown.empty() ? "SNS refused it with " + code : shown};
  return said;
}

/// Of a complete answer that is no success: a code counts with the statuses that SNS gives it, a server's
/// error other than 503 leaves open what was done before.
Failure failure_in(int status, Failure by_code) {
  const Failure by_status = http_failure(status);
  if (by_status == Failure::Ambiguous && (status != 408 || by_code != Failure::RetryLater)) return by_status;
  if (by_status == Failure::Down) return by_code == Failure::RateLimited ? by_code : by_status;
  if (by_status == Failure::RateLimited || status == 401 || by_code == Failure::Unlisted) return by_status;
  return by_code;
}

sdk::Reply certain(Failure failure, const Reason& reason, std::optional<std::int64_t> wait) {
  switch (failure) {
    case Failure::RateLimited:
      return rate_limited("account", reason, wait);
    case Failure::Credentials:
    case Failure::Clock:
      return auth_failed(reason);
    case Failure::RetryLater:
    case Failure::Down:
    case Failure::Ambiguous:
      return retry(error_class(failure), reason, wait);
    default:
      return rejected(error_class(failure), reason);
  }
}

enum class Certainty : bool { Certain, Open };

sdk::Reply judge_failure(const sdk::Call& call, const sdk::HttpResponse& response, Certainty when_ambiguous) {
  const Said said = said_in(call, response);
  const Failure failure = failure_in(response.status, said.failure);
  if (failure == Failure::Clock)
    if (auto again = signed_again(call, response.header("Date"))) return *std::move(again);
  if (failure == Failure::Ambiguous && when_ambiguous == Certainty::Open) return unknown(said.reason);
  return certain(failure, said.reason, sdk::retry_after_ms(response.header("Retry-After"), call.now_ms()));
}

/// The element of that name below the answer to that action; null where it is not one.
const XmlElement* result_of(const XmlElement& root, const std::string& action) {
  if (root.name != action + "Response") return nullptr;
  for (const XmlElement& child : root.children)
    if (child.name == action + "Result") return &child;
  return nullptr;
}

}  // namespace

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) return judge_failure(call, response, Certainty::Open);
  const auto document = read_xml(response.body);
  const XmlElement* result = document ? result_of(*document, "Publish") : nullptr;
  const std::string id = result != nullptr ? child_text(*result, "MessageId") : std::string{};
  if (!is_token(id, kLongestId))
    return unknown({"unreadable_answer", "expected a MessageId, found none: is api_url right?"});
  return reply_with({{"kind", "accepted"}, {"ids", {{"provider_id", id}}}, {"status", "SENT"}});
}

std::size_t next_topic(const sdk::Call& call) {
  return static_cast<std::size_t>(
      std::max<std::int64_t>(integer_at(object_of(call.state, "state"), "topic").value_or(0), 0));
}

sdk::Reply judge_register(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) return judge_failure(call, response, Certainty::Certain);
  const auto document = read_xml(response.body);
  const XmlElement* result = document ? result_of(*document, "Subscribe") : nullptr;
  if (result == nullptr || child_text(*result, "SubscriptionArn").empty())
    return rejected("config",
                    {"unreadable_answer", "expected a SubscriptionArn, found none: is api_url right?"});
  const std::size_t done = next_topic(call) + 1;
  if (done >= read_account(call.account).topic_arns.size())
    return reply_with({{"kind", "ok"}, {"fields", {{"topics", std::to_string(done)}}}});
  json state = object_of(call.state, "state");
  state["topic"] = done;
  return {dumped({{"continue", {{"state", std::move(state)}}}}), {}};
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) return judge_failure(call, response, Certainty::Certain);
  const auto document = read_xml(response.body);
  const XmlElement* result = document ? result_of(*document, "GetSMSAttributes") : nullptr;
  if (result == nullptr)
    return rejected("config",
                    {"unreadable_answer", "expected the attributes of SMS, found none: is api_url right?"});
  json fields = json::object();
  if (const XmlElement* attributes = find_element(*result, "attributes"))
    for (const XmlElement& entry : attributes->children)
      if (const std::string key = child_text(entry, "key"); !key.empty() && fields.size() < kMostAttributes)
        fields[cut(key, kLongestCode)] = cut(child_text(entry, "value"), kLongestId);
  return reply_with({{"kind", "ok"}, {"fields", std::move(fields)}});
}

}  // namespace herald::aws_sns
