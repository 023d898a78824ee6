#pragma once
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

namespace herald::bench {

/// Poco's HTTP server on a free port of 127.0.0.1, with as many threads as a bench has connections and
/// keep-alive without end. Serves from its construction to its end.
class PocoServer {
 public:
  explicit PocoServer(Poco::Net::HTTPRequestHandlerFactory::Ptr factory);
  ~PocoServer();
  PocoServer(const PocoServer&) = delete;
  PocoServer& operator=(const PocoServer&) = delete;
  [[nodiscard]] int port() const { return socket_.address().port(); }

 private:
  Poco::Net::ServerSocket socket_;
  Poco::ThreadPool pool_;
  Poco::Net::HTTPServer server_;
};

}  // namespace herald::bench
