#include "tests/bench/bare_inbox.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include <future>
#include <iterator>

#include "tests/bench/bare_ledger.hpp"
#include "tests/bench/poco_server.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::bench {
namespace {

const test::TwilioAccount kSender;

class Take final : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Take(BareLedger& ledger) : ledger_{ledger} {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    const std::string body{std::istreambuf_iterator<char>{request.stream()}, {}};
    response.setContentLength(0);
    if (genuine(request, body)) {
      std::promise<void> stored;
      ledger_.accept(body, [&](const std::string&) { stored.set_value(); });
      stored.get_future().wait();
    } else {
      response.setStatus(Poco::Net::HTTPResponse::HTTP_FORBIDDEN);
    }
    response.send();
  }

 private:
  static bool genuine(const Poco::Net::HTTPServerRequest& request, const std::string& body) {
    const auto form = test::read_form(body);
    const std::string url = "http://" + request.serverAddress().toString() + request.getURI();
    return form &&
           request.get("X-Twilio-Signature", "") == test::twilio_signature(kSender.auth_token, url, *form);
  }
  BareLedger& ledger_;
};

class TakeFactory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit TakeFactory(BareLedger& ledger) : ledger_{ledger} {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return std::make_unique<Take>(ledger_).release();  // Poco deletes it
  }

 private:
  BareLedger& ledger_;
};

}  // namespace

struct BareInbox::State {
  explicit State(const storage::StorageUrl& url)
      : ledger{url}, server{Poco::makeShared<TakeFactory>(ledger)} {}
  BareLedger ledger;
  PocoServer server;
};

BareInbox::BareInbox(const storage::StorageUrl& url) : state_{std::make_unique<State>(url)} {}
BareInbox::~BareInbox() = default;
int BareInbox::port() const { return state_->server.port(); }

}  // namespace herald::bench
