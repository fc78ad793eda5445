"""What the tests of every app share: real servers, a real worker, a real browser, and a few demands put as helpers."""
