#include <mutex>
#include <nlohmann/json.hpp>

#include "tests/support/aws_sns_server.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/sim/far.hpp"

namespace herald::test::sim {
namespace {

class AwsSns final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "SMS"},
            {"channel_name", "simulated aws_sns"},
            {"api_provider", "aws_sns"},
            {"sender_id", "HERALD"},
            {"api_key", server_.account().access_key},
            {"api_secret", server_.account().secret_key},
            {"config_json",
             {{"region", server_.account().region},
              {"topic_arns", nlohmann::json::array({server_.account().topic_arn})}}}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    if (request.line().starts_with("GET ")) return said(check_aws_sns_get(request));
    Form form;
    return said(check_aws_sns_request(server_.account(), request, now_seconds(), form));
  }
  [[nodiscard]] RawRequest sealed(RawRequest request) const override {
    const auto headers = request_headers(request);
    const auto date = only_header(headers, "x-amz-date"), host = only_header(headers, "host");
    if (!date || !host) return request;
    return with_header(
        request, "Authorization",
        aws_sns_authorization(server_.account(), {.date = *date, .host = *host, .body = request.body}));
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const auto form = read_form(request.body);
    const std::string to = form ? field(*form, "PhoneNumber") : "";
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    using Way = AwsSnsMood::Way;
    if (fault == Fault::Limited)
      return server_.next(address, {{.way = Way::Refuse, .error = {400, "Throttling", "Rate exceeded"}}});
    server_.next(address, {{.way = fault == Fault::Closing  ? Way::Close
                                   : fault == Fault::Silent ? Way::TakeMute
                                                            : Way::Outrun}});
  }
  void seen_at(const std::string& url) override {
    const std::scoped_lock lock{mutex_};
    public_url_ = url;
  }
  void call_back_at(const std::string& url) override { server_.call_back_at(url); }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().message_id.empty();
  }
  int tell_delivered(const std::string& address) override {
    const std::string record = aws_sns_delivery_record(server_.seen(address).back(), "SUCCESS",
                                                       "Message has been accepted by phone");
    AwsSnsNotice notice = server_.notice(record);
    if (const std::scoped_lock lock{mutex_}; !public_url_.empty())
      notice.certificate_url = public_url_ + notice.certificate_url.substr(url().size());
    return server_.post(aws_sns_envelope(notice));
  }

 private:
  static std::string said(const std::optional<AwsSnsError>& wrong) { return wrong ? wrong->text : ""; }
  AwsSnsServer server_;
  std::mutex mutex_;
  std::string public_url_;  ///< told while the front serves already
};

}  // namespace

std::unique_ptr<Far> make_aws_sns() { return std::make_unique<AwsSns>(); }

}  // namespace herald::test::sim
