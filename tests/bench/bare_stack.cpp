#include "tests/bench/bare_stack.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <curl/curl.h>

#include <atomic>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <vector>

#include "tests/bench/bare_ledger.hpp"
#include "tests/bench/poco_server.hpp"

namespace herald::bench {
namespace {

constexpr std::size_t kMostTransfers = 64;

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// libcurl multi on one thread: posts bodies to one URL and settles what was answered.
class BareCarrier {
 public:
  BareCarrier(std::string url, BareLedger& ledger)
      : url_{std::move(url)}, ledger_{ledger}, multi_{::curl_multi_init()}, thread_{[this] { run(); }} {}
  ~BareCarrier() {
    stopping_ = true;
    ::curl_multi_wakeup(multi_);
    thread_.join();
    for (CURL* easy : idle_) ::curl_easy_cleanup(easy);
    ::curl_multi_cleanup(multi_);
  }
  BareCarrier(const BareCarrier&) = delete;
  BareCarrier& operator=(const BareCarrier&) = delete;

  void post(std::string id, std::string body) {
    {
      const std::scoped_lock lock{mutex_};
      waiting_.push_back({std::move(id), std::move(body)});
    }
    ::curl_multi_wakeup(multi_);
  }

 private:
  struct Post {
    std::string id, body;
  };
  void run() {
    while (!stopping_) {
      start_waiting();
      int running = 0;
      ::curl_multi_perform(multi_, &running);
      int left = 0;
      while (const CURLMsg* message = ::curl_multi_info_read(multi_, &left)) finish(message->easy_handle);
      ::curl_multi_poll(multi_, nullptr, 0, 100, nullptr);
    }
  }
  void start_waiting() {
    const std::scoped_lock lock{mutex_};
    while (!waiting_.empty() && busy_ < kMostTransfers) {
      start(std::make_unique<Post>(std::move(waiting_.back())));
      waiting_.pop_back();
    }
  }
  void start(std::unique_ptr<Post> post) {
    CURL* easy = idle_.empty() ? ::curl_easy_init() : idle_.back();
    if (!idle_.empty()) idle_.pop_back();
    ::curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
    ::curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(post->body.size()));
    ::curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post->body.c_str());
    ::curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop_answer);
    ::curl_easy_setopt(easy, CURLOPT_PRIVATE, post.release());  // finish() takes it back
    ::curl_multi_add_handle(multi_, easy);
    ++busy_;
  }
  void finish(CURL* easy) {
    char* kept = nullptr;
    ::curl_easy_getinfo(easy, CURLINFO_PRIVATE, &kept);
    const std::unique_ptr<Post> post{reinterpret_cast<Post*>(kept)};
    ::curl_multi_remove_handle(multi_, easy);
    idle_.push_back(easy);
    --busy_;
    ledger_.settle(post->id);
  }

  std::string url_;
  BareLedger& ledger_;
  CURLM* multi_;
  std::mutex mutex_;
  std::vector<Post> waiting_;
  std::vector<CURL*> idle_;
  std::size_t busy_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class Accept final : public Poco::Net::HTTPRequestHandler {
 public:
  Accept(BareLedger& ledger, BareCarrier& carrier) : ledger_{ledger}, carrier_{carrier} {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    const std::string body{std::istreambuf_iterator<char>{request.stream()}, {}};
    std::promise<std::string> stored;
    ledger_.accept(body, [&](const std::string& id) {
      carrier_.post(id, body);
      stored.set_value(id);
    });
    const std::string answer = R"({"id":")" + stored.get_future().get() + R"("})";
    response.setStatus(Poco::Net::HTTPResponse::HTTP_CREATED);
    response.setContentType("application/json");
    response.sendBuffer(answer.data(), answer.size());
  }

 private:
  BareLedger& ledger_;
  BareCarrier& carrier_;
};

class AcceptFactory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  AcceptFactory(BareLedger& ledger, BareCarrier& carrier) : ledger_{ledger}, carrier_{carrier} {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return std::make_unique<Accept>(ledger_, carrier_).release();  // Poco deletes it
  }

 private:
  BareLedger& ledger_;
  BareCarrier& carrier_;
};

}  // namespace

struct BareStack::State {
  State(const storage::StorageUrl& url, int sink_port)
      : ledger{url},
        carrier{"http://127.0.0.1:" + std::to_string(sink_port) + "/", ledger},
        server{Poco::makeShared<AcceptFactory>(ledger, carrier)} {}
  BareLedger ledger;
  BareCarrier carrier;
  PocoServer server;
};

BareStack::BareStack(const storage::StorageUrl& url, int sink_port)
    : state_{std::make_unique<State>(url, sink_port)} {}
BareStack::~BareStack() = default;
int BareStack::port() const { return state_->server.port(); }

}  // namespace herald::bench
