#include "tests/support/socket_server.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/WebSocket.h>

#include <array>

namespace herald::test {

using Socket = Poco::Net::WebSocket;

class SocketServer::Handler final : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(SocketServer& server) : server_{server} {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    try {
      server_.note(request.getURI() + ' ' + request.get("Authorization", "-"));
      Socket socket{request, response};
      serve(socket);
    } catch (const Poco::Exception& failure) {
      server_.note("failed: " + failure.displayText());
    }
  }

 private:
  void serve(Socket& socket) {
    for (;;) {
      std::array<char, 65'536> room{};
      int flags = 0;
      const int size = socket.receiveFrame(room.data(), static_cast<int>(room.size()), flags);
      const int kind = flags & Socket::FRAME_OP_BITMASK;
      const std::string text(room.data(), static_cast<std::size_t>(std::max(size, 0)));
      if (kind == Socket::FRAME_OP_PONG) {
        server_.note("pong " + text);
        continue;
      }
      if (kind == Socket::FRAME_OP_CLOSE || (size == 0 && flags == 0)) return server_.note("close");
      server_.note(text);
      socket.sendFrame("?", 1, static_cast<int>(Socket::FRAME_FLAG_FIN) | Socket::FRAME_OP_PING);
      socket.sendFrame("ack ", 4, Socket::FRAME_OP_TEXT);
      socket.sendFrame(text.data(), static_cast<int>(text.size()),
                       static_cast<int>(Socket::FRAME_FLAG_FIN) | Socket::FRAME_OP_CONT);
    }
  }
  SocketServer& server_;
};

class SocketServer::Factory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(SocketServer& server) : server_{server} {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return std::make_unique<Handler>(server_).release();  // Poco owns it
  }

 private:
  SocketServer& server_;
};

SocketServer::SocketServer() {
  const Poco::Net::ServerSocket listener{Poco::Net::SocketAddress{"127.0.0.1", 0}};
  server_ = std::make_unique<Poco::Net::HTTPServer>(Poco::makeShared<Factory>(*this), listener,
                                                    Poco::makeAuto<Poco::Net::HTTPServerParams>());
  server_->start();
}

SocketServer::~SocketServer() { server_->stopAll(true); }

void SocketServer::note(std::string what) {
  const std::scoped_lock lock{mutex_};
  heard_.push_back(std::move(what));
}

std::vector<std::string> SocketServer::heard() const {
  const std::scoped_lock lock{mutex_};
  return heard_;
}

}  // namespace herald::test
