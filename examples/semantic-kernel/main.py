"""Semantic Kernel with the tools of an API, over MCP: `python main.py "Which book is bk_001?"`.

GATEWAY_URL is where `routewright serve … --http` listens. The model is any that speaks OpenAI's Chat Completions:
OPENAI_API_KEY and OPENAI_BASE_URL.
"""

import asyncio
import os
import sys

from openai import AsyncOpenAI
from semantic_kernel.agents import ChatCompletionAgent
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from semantic_kernel.connectors.mcp import MCPStreamableHttpPlugin


async def main(question: str) -> None:
    model = OpenAIChatCompletion(
        ai_model_id=os.environ.get("MODEL", "gpt-5"),
        async_client=AsyncOpenAI(base_url=os.environ.get("OPENAI_BASE_URL")),
    )
    url = os.environ.get("GATEWAY_URL", "http://127.0.0.1:8808/mcp")
    async with MCPStreamableHttpPlugin(name="shop", url=url) as shop:
        agent = ChatCompletionAgent(service=model, name="clerk", plugins=[shop])
        print(await agent.get_response(question))


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "Which book is bk_001?"))
