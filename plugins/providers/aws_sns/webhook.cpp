#include "plugins/providers/aws_sns/webhook.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/aws_sns/inbound.hpp"
#include "plugins/providers/aws_sns/record.hpp"
#include "plugins/providers/aws_sns/trust.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/utc_time.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

constexpr const char* kConfirm = "confirm";  // the step after the certificate
constexpr std::int64_t kGetLimitMs = 4'000;
constexpr std::int64_t kKeepMs = 3'600'000;  // a new certificate has a new URL

sdk::Reply told(json events) { return reply_with({{"kind", "events"}, {"events", std::move(events)}}); }

bool is_confirming(const sdk::Call& call) {
  return text_at(object_of(call.state, "state"), "step") == kConfirm;
}

/// Plans a GET that commits nothing; `step` says what it is for.
sdk::Reply fetch(json request, const char* step) {
  request.update({{"method", "GET"}, {"commits", false}, {"timeout_ms", kGetLimitMs}});
  return {dumped({{"request", std::move(request)}, {"state", {{"step", step}}}}), {}};
}

/// Why a request is none of a topic, before its body is looked at.
std::optional<Reason> objection_to_request(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  if (text_at(object_at(input, "request"), "method") != "POST")
    return Reason{"method", "expected POST, as SNS does it"};
  if (sdk::same_name(call.header("x-amz-sns-rawdelivery"), "true"))
    return Reason{"raw_delivery", "raw deliveries are not signed: expected raw message delivery to be off"};
  return std::nullopt;
}

/// What a status says of a GET that failed: AWS is away for now, or it will never be there.
bool is_temporary(int status) { return status == 408 || status == 429 || status >= 500; }

sdk::Reply judge_confirmation(const sdk::HttpResponse& response) {
  if (is_temporary(response.status))
    return retry("transient", {"confirmation_unavailable", "SNS could not confirm the subscription yet"});
  return told(json::array());
}

}  // namespace

json events_of(const Notice& notice) {
  const json payload = json::parse(notice.message, nullptr, false);
  if (!payload.is_object()) return json::array();
  return payload.contains("notification") ? record_events(payload)
                                          : inbound_events(payload, utc_ms(notice.timestamp));
}

sdk::Reply plan_webhook(const sdk::Call& call) {
  if (const auto reason = objection_to_request(call)) return refused(*reason);
  const auto notice = read_notice(call.bytes);
  if (!notice) return refused({"envelope", "expected a notification of SNS, found something else"});
  if (const auto reason = objection_to(*notice, read_account(call.account), call.now_ms()))
    return refused(*reason);
  if (is_confirming(call))
    return fetch({{"url", notice->subscribe_url}, {"redact", {notice->token}}}, kConfirm);
  return fetch({{"url", notice->certificate_url}, {"keep_ms", kKeepMs}}, "certificate");
}

sdk::Reply judge_webhook(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (is_confirming(call)) return judge_confirmation(response);
  if (is_temporary(response.status))
    return retry("transient",
                 {"certificate_unavailable", "the signing certificate could not be fetched yet"});
  const auto notice = read_notice(call.bytes);
  if (!notice || response.status != 200)
    return refused({"certificate", "expected the certificate at SigningCertURL, found none"});
  if (const auto reason = forgery_in(*notice, response.body, call.now_ms(), call.crypto()))
    return refused(*reason);
  const bool confirms =
      notice->kind == NoticeKind::Subscription ||
      (notice->kind == NoticeKind::Unsubscription && read_account(call.account).resubscribes);
  if (confirms) return {dumped({{"continue", {{"state", {{"step", kConfirm}}}}}}), {}};
  return told(notice->kind == NoticeKind::Notification ? events_of(*notice) : json::array());
}

}  // namespace herald::aws_sns
