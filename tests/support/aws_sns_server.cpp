#include "tests/support/aws_sns_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace herald::test {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kYearSeconds = 365LL * 86'400;

std::int64_t sns_seconds_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// As in the header Date.
std::string http_date(std::int64_t seconds) {
  const std::time_t at = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&at, &parts);
  std::array<char, 64> out{};
  std::strftime(out.data(), out.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return out.data();
}

}  // namespace

AwsSnsServer::AwsSnsServer(AwsSnsAccount account)
    : account_{std::move(account)},
      certificate_{aws_sns_certificate(aws_sns_key(), sns_seconds_now() - kYearSeconds,
                                       sns_seconds_now() + kYearSeconds)},
      server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

void AwsSnsServer::call_back_at(std::string url) {
  const std::scoped_lock lock{mutex_};
  target_ = std::move(url);
}

void AwsSnsServer::set_clock_ahead(std::int64_t seconds) { ahead_ = seconds; }

std::int64_t AwsSnsServer::seconds_here() const { return sns_seconds_now() + ahead_; }

void AwsSnsServer::next(const std::string& to, std::vector<AwsSnsMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<AwsSnsSeen> AwsSnsServer::seen(const std::string& to) const {
  const std::scoped_lock lock{mutex_};
  std::vector<AwsSnsSeen> out;
  std::ranges::copy_if(seen_, std::back_inserter(out),
                       [&](const auto& one) { return field(one.form, "PhoneNumber") == to; });
  return out;
}

int AwsSnsServer::certificate_fetches() const {
  const std::scoped_lock lock{mutex_};
  return fetches_;
}

std::set<std::string> AwsSnsServer::confirmed() const {
  const std::scoped_lock lock{mutex_};
  return confirmed_;
}

void AwsSnsServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read()) {
    const bool get = request->line().starts_with("GET ");
    if (!(get ? answer_get(peer, *request) : answer_post(peer, *request))) return;
  }
}

bool AwsSnsServer::answer_post(RawServer::Connection& peer, const RawRequest& request) {
  AwsSnsSeen seen;
  const auto wrong = check_aws_sns_request(account_, request, seconds_here(), seen.form);
  if (wrong) {
    seen.answer = wrong->http;
    seen.rule = wrong->text;
    record(std::move(seen));
    peer.send(answer_of(wrong->http, aws_sns_error(*wrong)));
    return true;
  }
  if (field(seen.form, "Action") == "Publish") return publish(peer, std::move(seen));
  if (field(seen.form, "Action") == "Subscribe") {
    peer.send(subscribe(seen.form));
    return true;
  }
  peer.send(answer_of(200, aws_sns_attributes()));
  return true;
}

std::string AwsSnsServer::subscribe(const Form& form) {
  if (field(form, "TopicArn") != account_.topic_arn)
    return answer_of(404, aws_sns_error({404, "NotFound", "Topic does not exist"}));
  const std::scoped_lock lock{mutex_};
  subscribed_.push_back(field(form, "Endpoint"));
  return answer_of(200, aws_sns_subscribed(account_));
}

std::vector<std::string> AwsSnsServer::subscribed() const {
  const std::scoped_lock lock{mutex_};
  return subscribed_;
}

bool AwsSnsServer::publish(RawServer::Connection& peer, AwsSnsSeen seen) {
  using Way = AwsSnsMood::Way;
  const AwsSnsMood mood = mood_for(field(seen.form, "PhoneNumber"));
  if (mood.way == Way::Refuse || mood.way == Way::Close) {
    seen.answer = mood.way == Way::Refuse ? mood.error.http : 0;
    record(std::move(seen));
    if (mood.way == Way::Refuse) peer.send(answer_of(mood.error.http, aws_sns_error(mood.error)));
    return mood.way == Way::Refuse;
  }
  seen.message_id = next_uuid();
  seen.answer = mood.way == Way::TakeMute ? 0 : 200;
  std::string good = aws_sns_published(seen.message_id);
  if (mood.way == Way::Garble) good.resize(good.size() / 2);
  record(seen);
  if (mood.way == Way::Outrun)
    post(aws_sns_envelope(
        notice(aws_sns_delivery_record(seen, "SUCCESS", "Message has been accepted by phone"))));
  if (mood.way == Way::TakeMute) {
    peer.drain();
  } else {
    peer.send(answer_of(200, good));
  }
  return mood.way != Way::TakeMute;
}

bool AwsSnsServer::answer_get(RawServer::Connection& peer, const RawRequest& request) {
  if (const auto wrong = check_aws_sns_get(request)) {
    peer.send(answer_of(wrong->http, aws_sns_error(*wrong)));
    return true;
  }
  if (away_) {
    peer.send(answer_of(503, aws_sns_error({503, "ServiceUnavailable", "Service is unavailable"})));
    return true;
  }
  const std::string line = request.line();
  const std::string target = line.substr(4, line.rfind(" HTTP/1.1") - 4);
  const std::scoped_lock lock{mutex_};
  if (target.starts_with(kCertificateFolder) && target.ends_with(".pem")) {
    ++fetches_;
    peer.send(answer_of(200, certificate_, "application/x-pem-file"));
    return true;
  }
  const std::string before = "/?Action=ConfirmSubscription&TopicArn=" + account_.topic_arn + "&Token=";
  const std::string token = target.starts_with(before) ? target.substr(before.size()) : "";
  if (!tokens_.contains(token)) {
    peer.send(answer_of(400, aws_sns_error({400, "InvalidParameter", "Invalid parameter: Token"})));
    return true;
  }
  confirmed_.insert(token);
  peer.send(answer_of(200, aws_sns_confirmed(account_)));
  return true;
}

std::string AwsSnsServer::answer_of(int status, const std::string& body, const std::string& type) const {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nContent-Type: " + type +
         "\r\nx-amzn-RequestId: c0ffee00-0000-5000-8000-000000000003\r\nDate: " + http_date(seconds_here()) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

AwsSnsMood AwsSnsServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return {};
  const AwsSnsMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

std::string AwsSnsServer::next_uuid() {
  const std::scoped_lock lock{mutex_};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "0f1e2d3c-aaaa-5bbb-8ccc-%012llx",
                static_cast<unsigned long long>(++numbers_));
  return out.data();
}

void AwsSnsServer::record(AwsSnsSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

AwsSnsNotice AwsSnsServer::notice(const std::string& message) {
  return {.message_id = next_uuid(),
          .topic_arn = account_.topic_arn,
          .message = message,
          .timestamp = aws_sns_timestamp(sns_seconds_now()),
          .certificate_url = certificate_url()};
}

AwsSnsNotice AwsSnsServer::confirmation(const std::string& type) {
  AwsSnsNotice out =
      notice("You have chosen to subscribe to the topic " + account_.topic_arn +
             ".\nTo confirm the subscription, visit the SubscribeURL included in this message.");
  out.type = type;
  out.token = "2336412f37" + out.message_id.substr(24);
  out.subscribe_url =
      url() + "/?Action=ConfirmSubscription&TopicArn=" + account_.topic_arn + "&Token=" + out.token;
  const std::scoped_lock lock{mutex_};
  tokens_.insert(out.token);
  return out;
}

int AwsSnsServer::post(const std::string& body, const Headers& more) const {
  std::string url;
  {
    const std::scoped_lock lock{mutex_};
    url = target_;
  }
  if (url.empty()) return 0;  // nobody to tell
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', authority) + 1)))};
  Headers headers{{"Content-Type", "text/plain; charset=UTF-8"},
                  {"User-Agent", "Amazon Simple Notification Service Agent"},
                  {"x-amz-sns-topic-arn", account_.topic_arn}};
  headers.insert(headers.end(), more.begin(), more.end());
  return client.send({"POST", url.substr(url.find('/', authority)), headers, body}).status;
}

std::string aws_sns_delivery_record(const AwsSnsSeen& message, const std::string& status,
                                    const std::string& response) {
  return ordered_json{
      {"notification", {{"messageId", message.message_id}, {"timestamp", "2024-05-17 10:20:30.123"}}},
      {"delivery",
       {{"phoneCarrier", "Example Mobile"},
        {"mnc", 10},
        {"mcc", 234},
        {"numberOfMessageParts", 1},
        {"destination", field(message.form, "PhoneNumber")},
        {"priceInUSD", 0.0391},
        {"smsType", "Transactional"},
        {"providerResponse", response},
        {"dwellTimeMs", 599},
        {"dwellTimeMsUntilDeviceAck", 1344}}},
      {"status", status}}
      .dump();
}

std::string aws_sns_inbound_text(const std::string& from, const std::string& to, const std::string& id,
                                 const std::string& text) {
  return ordered_json{{"originationNumber", from},
                      {"destinationNumber", to},
                      {"messageKeyword", "keyword_123456789012"},
                      {"messageBody", text},
                      {"inboundMessageId", id}}
      .dump();
}

}  // namespace herald::test
